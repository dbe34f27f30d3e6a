"""Readers of event data, one module for each family of layouts."""

from trivet.lenses.pulse.events.readers.open import LAYOUTS, open_events

__all__ = ["LAYOUTS", "open_events"]
