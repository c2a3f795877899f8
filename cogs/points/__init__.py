"""Points: what is earned, shown and given by hand: ``docs/features/points.md``."""
