"""The console as Django's admin site, and what waits for roles whose floors lie below the registry.
Wiring: imports every floor."""
