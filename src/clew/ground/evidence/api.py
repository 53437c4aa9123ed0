"""The only door to evidence."""
