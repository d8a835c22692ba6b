"""Tests of the liaison's room."""
