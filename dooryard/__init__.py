"""Dooryard: a harm-reduction navigator that puts the right door in front of a person."""

__version__ = "0.1.0"
