"""Hairpins, dynamics, ornaments, octave lines, voltas, fingerings."""
