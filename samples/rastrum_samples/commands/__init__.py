"""Subcommands of `rastrum-samples`, one module to a group; each adds its own to the parser."""
