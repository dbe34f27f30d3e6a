"""The case: plain, cited files about a partnership, read into frozen records that answer for any day."""
