"""Reading and writing conflicts in the formats of other programs."""
