"""Somebody opens a page: with a slow phone on a slow line, and before Lighthouse."""
