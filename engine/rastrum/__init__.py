"""Optical music recognition: scans of printed music in, .mro out."""
