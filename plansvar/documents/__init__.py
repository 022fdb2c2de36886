"""Documents, blocks and chunks."""
