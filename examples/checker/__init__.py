"""Checks a half of the corpus: its records, and that every quote stands where it should."""
