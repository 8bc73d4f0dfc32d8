"""Clefs, key and time signatures."""
