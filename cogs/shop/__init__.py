"""What members hold, and later what they can redeem: ``docs/features/shop.md``."""
