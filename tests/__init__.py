"""The tests; they mirror src/xreason, and read as sentences."""
