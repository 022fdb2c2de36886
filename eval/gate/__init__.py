"""How well the gate tells true sentences from false ones, by sets of claims."""
