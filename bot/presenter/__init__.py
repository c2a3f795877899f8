"""From a sentence key to what one platform shows."""
