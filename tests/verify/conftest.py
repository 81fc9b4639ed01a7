"""Settings for the property tests here."""

from __future__ import annotations

from hypothesis import settings

# The first example of a test may load the stemmer or the sentence splitter.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
