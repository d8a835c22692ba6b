"""Settings, addresses, shared templates and the `dooryard` command."""
