"""Drafts: an answer to a letter, out of verified answers to the questions in it."""
