"""Tests of the site and the command."""
