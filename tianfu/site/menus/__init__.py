"""The menus of the three surfaces, from the `menu.toml` of each subject.
Wiring: imports every floor."""
