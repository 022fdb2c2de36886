"""Reads: a question becomes a verified answer."""
