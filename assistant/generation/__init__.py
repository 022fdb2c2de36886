"""The wording of answers by a language model; the gate stands behind it."""
