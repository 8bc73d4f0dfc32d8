"""Scores to engrave: made up, or found."""
