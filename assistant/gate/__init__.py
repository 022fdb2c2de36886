"""The gate: nothing that a language model says is shown unless its sources bear it."""
