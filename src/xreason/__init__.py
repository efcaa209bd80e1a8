"""XReason decides whether facts comply with rules, and proves it."""
