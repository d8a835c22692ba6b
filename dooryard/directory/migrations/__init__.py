"""The directory's migrations."""
