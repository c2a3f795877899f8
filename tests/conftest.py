"""What every test stands on."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# A slow machine is no counterexample, and the same run twice draws the same examples.
settings.register_profile(
    "quick",
    max_examples=50,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
# `make test-long`: looks further, each time elsewhere, and prints how to repeat what it found.
settings.register_profile(
    "long",
    max_examples=2000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("quick")
