"""One command a module; each offers ``command``."""
