"""The tables of recaps: ``moments`` that they tell of, and ``recaps`` as they were told."""
