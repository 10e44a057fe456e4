"""What a case under review loses with its certificate: told, shown at its desk, and stopped. Imports `certificates`."""
