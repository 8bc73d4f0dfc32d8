"""What a sample page says, exactly."""
