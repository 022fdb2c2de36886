"""Drafts of letters: what they hold, and how they are written to Word and Markdown files."""
