"""A command whose answer is for the asker alone."""
