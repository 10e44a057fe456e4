"""The public API's addresses, schema, gate and page for people. Wiring: imports every floor."""
