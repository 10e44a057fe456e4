"""Every address: of the public, of the portal, of the console.
Wiring: imports every floor."""
