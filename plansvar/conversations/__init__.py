"""Conversations that are kept: whose they are, what was asked and answered, what came of it."""
