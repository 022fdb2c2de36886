"""Writes: sources become documents, chunks and vectors."""
