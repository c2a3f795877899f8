"""The tables of ranks."""
