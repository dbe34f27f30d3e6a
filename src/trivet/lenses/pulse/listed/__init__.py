"""Pure mathematics of a hand-coded chronology: arrays in, arrays out."""
