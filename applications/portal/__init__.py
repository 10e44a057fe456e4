"""The start page of the portal and the page of one case. May import every subject of `applications`."""
