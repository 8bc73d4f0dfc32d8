"""A page as shapes with their meaning."""
