"""The rules of the house as functions, and the planted violations that prove them."""
