"""Ground floor: values every other floor speaks in. Knows no case, no lens, no face."""
