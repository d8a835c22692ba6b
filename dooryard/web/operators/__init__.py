"""Django's admin for who runs the site, off unless DOORYARD_ADMIN is set: it reads, and it changes nothing."""
