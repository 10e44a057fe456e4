"""One list per owner of rules: small changes that the owner's tests must notice (`make mutants`)."""
