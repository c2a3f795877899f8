"""What staff do about acts of staff, and see of the bot's own work.

``docs/features/undo.md``, ``docs/features/staff.md``
"""
