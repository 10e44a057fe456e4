"""First and second signature, and what was read before signing. Imports models of `workflow`."""
