"""The public pages, one view a file."""
