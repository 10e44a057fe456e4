"""Where a request came from, in log lines of one line, and its answer kept out of caches.
Imports nothing of the floor."""
