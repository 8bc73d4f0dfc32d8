"""Lyrics, words and what they are for."""
