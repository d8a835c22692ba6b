"""A plain Django page over PostgreSQL and PostGIS that answers the same questions with the same page.

Written as a careful Django team would: indexes for every filter, statistics gathered, one statement for the hits and
all counts, connections that stay open, templates compiled once. What words mean is given to it (understood.json), so
that it only has to find, count and render.
"""
