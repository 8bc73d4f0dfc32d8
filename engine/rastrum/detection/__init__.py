"""What the networks see."""
