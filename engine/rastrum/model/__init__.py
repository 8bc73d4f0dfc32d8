"""Records that pass between the stages; no verbs."""
