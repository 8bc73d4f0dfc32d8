"""Scores engraved by Verovio, and their drawings read back."""
