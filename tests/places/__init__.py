"""Tests of the places that are in this repository: what they say, and what must never come out of them."""
