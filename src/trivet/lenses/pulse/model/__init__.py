"""Pure mathematics of monthly series: arrays in, arrays out."""
