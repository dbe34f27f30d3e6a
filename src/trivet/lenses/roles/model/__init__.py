"""The mathematics of dividing roles: arrays in, arrays out; knows no case."""
