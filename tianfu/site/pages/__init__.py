"""Pages of the site itself: homes, health, privacy, components, what machines ask every site for.
Wiring: imports every floor."""
