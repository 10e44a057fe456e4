"""What every page shares: navigation, home, errors, health, privacy. Wiring: imports every floor."""
