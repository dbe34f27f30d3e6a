"""The mathematics of the graph model: arrays in, arrays out; knows no case."""
