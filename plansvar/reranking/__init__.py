"""A second look at the best passages: models that read question and passage together."""
