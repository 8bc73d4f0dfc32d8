"""Slurs and ties."""
