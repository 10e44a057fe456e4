"""Who may open what: declared rules, the guard in front of every view, both sides. Imports models and roles of `accounts`."""
