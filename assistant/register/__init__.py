"""Questions that the register answers: complete lists of facts, each with its evidence."""
