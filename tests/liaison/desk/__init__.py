"""Tests of the liaisons' desk."""
