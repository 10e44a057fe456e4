"""一公开: what everybody may read of draws, as pages, files, CSV, JSON and Atom. Certificate numbers, never names.

May import the rules of `supervision.draws` and `supervision.directories`; no session, no cookie, cacheable by address."""
