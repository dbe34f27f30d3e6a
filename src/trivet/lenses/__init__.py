"""Published methods, one folder each. They never import one another."""
