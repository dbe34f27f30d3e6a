"""Putting charts on pages: the vendored drawing library, the house style and the policy a page runs under."""
