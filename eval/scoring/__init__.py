"""The weights of what ranks units and tells whether any answers: cases, and fitting."""
