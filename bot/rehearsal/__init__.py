"""One simulated room behind the real app, with three doors: the terminal, the replay, the tests."""
