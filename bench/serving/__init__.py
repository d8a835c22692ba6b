"""What `dooryard bench serve` is made of: a directory to serve, servers to start, and load to put on them."""
