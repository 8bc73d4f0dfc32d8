"""Everything that is written: .mro, pictures, reports."""
