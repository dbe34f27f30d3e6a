"""The commands under ``trivet pulse``."""
