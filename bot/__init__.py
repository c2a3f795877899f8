"""Hearth: a self-hosted bot that keeps a chat community alive."""
