"""Tests of the tools that people who look after the house run by hand."""
