"""What is meant: follow-ups in a conversation, sources that a question names, small talk."""
