"""Staff lines, staves, systems and barlines."""
