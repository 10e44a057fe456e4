"""How fast the platform is: `make bench`, see `bench/__main__.py`. Not part of the product; nothing imports it."""
