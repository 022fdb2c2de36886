"""One module per part of the API; each has a ``router``."""
