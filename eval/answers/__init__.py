"""How good answers are, by question sets."""
