"""What staff do about acts of staff: ``docs/features/undo.md``."""
