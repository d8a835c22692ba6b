"""The compiled directory: its format, its writer, its reader and how answers are ranked."""
