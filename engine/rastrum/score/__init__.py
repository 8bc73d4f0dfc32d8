"""The score: built from what was seen, and interpreted."""
