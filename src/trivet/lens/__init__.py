"""The engine: what a lens is, how it is found and run, what a finding holds, and how a lens is held to its word."""
