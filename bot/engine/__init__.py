"""The machinery between a platform and a cog; no cog imports it."""
