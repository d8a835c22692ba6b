"""A plain Django page over PostgreSQL and PostGIS that answers the same questions with the same page.

Written as a careful Django team would: GeoDjango's own queries, an index for everything that is asked, statistics
gathered, numbers fetched along, connections that stay open, templates compiled once. What words mean is given to it
(understood.json), so that it only has to find, count and render; cards say what they say in Dooryard's own words.
"""
