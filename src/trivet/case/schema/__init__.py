"""The schema of a case, one module per file of a case folder."""
