"""Tests of everything that comes in."""
