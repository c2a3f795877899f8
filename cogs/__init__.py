"""Features, one folder each; a folder that is here is loaded."""
