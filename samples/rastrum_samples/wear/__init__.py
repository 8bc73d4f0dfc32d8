"""What printing, copying and scanning do to a page."""
