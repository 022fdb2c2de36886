"""Training of the adapter that the built-in embedding model carries: docs/models/adapter.md."""
