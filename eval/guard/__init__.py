"""Whether a change has made answers or search worse: a fixed small set against a kept baseline."""
