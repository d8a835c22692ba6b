"""The desk's migrations."""
