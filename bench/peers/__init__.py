"""What Dooryard's pages are measured beside, each served by the same server with as many workers."""
