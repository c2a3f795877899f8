"""The words that a cog author reads first: standard library and value types only."""
