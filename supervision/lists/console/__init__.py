"""Console pages of the lists."""
