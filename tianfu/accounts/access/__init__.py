"""Who may open what: declared rules, the guard in front of every view, both sides, sessions, the order of locks. Imports models and roles of `accounts`."""
