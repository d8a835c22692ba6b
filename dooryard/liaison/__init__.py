"""The liaison's room: somebody writes, a liaison answers, and what is kept in between only the two of them can read."""
