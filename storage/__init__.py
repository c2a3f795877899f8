"""Database engines and the migration runner; stands alone."""
