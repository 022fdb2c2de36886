"""How the built-in re-ranker is made: trained on NorQuAD's training part, kept as an int8 file."""
