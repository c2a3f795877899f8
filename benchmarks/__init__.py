"""How fast Hearth is, as ratios of two measurements of one run: ``make bench``."""
