"""One module a format: bytes to rows, nothing else."""
