"""How well Plansvar knows what the documents don't answer."""
