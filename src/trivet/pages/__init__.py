"""Pages as data: one typed, frozen model per page, filled here and laid out by templates."""
