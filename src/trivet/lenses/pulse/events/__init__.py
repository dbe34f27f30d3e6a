"""The canonical event row, and what turns files of event data into it."""
