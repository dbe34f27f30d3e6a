"""Monthly indices as Ibis expressions: written once, run on DuckDB here and on other engines elsewhere."""
