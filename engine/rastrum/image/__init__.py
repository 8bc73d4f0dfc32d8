"""Scans as they come: files, bytes, arrays."""
