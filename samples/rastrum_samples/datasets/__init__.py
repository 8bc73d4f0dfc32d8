"""Pages and crops by the thousand, to train on."""
