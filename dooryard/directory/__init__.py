"""The services directory: HSDS tables, the compiled bundle's home, and the pages that ask it."""
