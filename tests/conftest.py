"""Settings of every test."""

from hypothesis import settings

settings.register_profile("trivet", deadline=None)  # a busy machine is no fault of ours
settings.load_profile("trivet")
