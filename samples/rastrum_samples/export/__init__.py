"""Samples in the formats of others."""
