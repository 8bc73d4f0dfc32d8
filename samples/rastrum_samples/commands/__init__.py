"""Subcommands of `rastrum-samples`."""
