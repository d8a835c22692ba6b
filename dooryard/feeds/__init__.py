"""Everything that comes in from a source, and what was held back of it."""
