"""Other ways to make the same reading, behind one protocol; the rules in `reading/` are the ground."""
