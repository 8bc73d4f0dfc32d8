"""Heads, stems, beams and what stands beside them: chords and rests."""
