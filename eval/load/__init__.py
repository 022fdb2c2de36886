"""``make bench-load``: a server under load, with Locust in an environment of its own."""
