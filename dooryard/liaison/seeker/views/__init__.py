"""The pages of the seeker's door, one module each."""
