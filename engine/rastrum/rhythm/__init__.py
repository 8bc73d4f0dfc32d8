"""Voices, tuplets, and bars that add up."""
