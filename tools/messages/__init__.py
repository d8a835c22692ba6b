"""Collects the texts of the site for translators, and keeps their catalogs up to date and free of faults."""
