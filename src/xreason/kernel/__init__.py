"""Values and errors everything else is written in: no IO, no clock, no randomness."""
