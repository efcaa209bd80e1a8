"""What `make bench` measures: one ruleset, its cases, and the engines that a user might pick instead."""
