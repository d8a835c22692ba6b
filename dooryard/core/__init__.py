"""Pure rules of the house: values in, values out; no files, network, clock or framework."""
