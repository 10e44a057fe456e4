"""Random legal and illegal acts over whole cases, and the laws that hold after each of them."""
