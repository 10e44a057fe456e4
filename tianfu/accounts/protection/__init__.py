"""What protects accounts from the outside: counters, locks, encryption, one notion of a client. Imports models of `accounts`."""
