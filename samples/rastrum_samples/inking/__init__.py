"""Drawings put in ink: by the press, or by hand."""
