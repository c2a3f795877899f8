"""Pictures: a canvas of few colours, fonts that reach for each other, themes."""
