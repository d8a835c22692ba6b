"""The seeker's door: pages on which somebody writes to a liaison, comes back with seven words, and stays nobody."""
