"""Second factors, passkeys, and asking again who is there. Imports models, access and protection of `accounts`."""
