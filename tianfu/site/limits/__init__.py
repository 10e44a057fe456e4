"""How large and how frequent requests may be, at the door of the site. Wiring: imports accounts."""
