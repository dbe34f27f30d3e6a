"""Pure mathematics of spatial bargaining: arrays in, arrays out."""
