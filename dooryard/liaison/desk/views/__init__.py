"""The pages below /desk/liaison/."""
