"""Complete overviews: every document that a question is about is gone through, not the best ten."""
