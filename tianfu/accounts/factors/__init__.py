"""Second factors, passkeys, and asking again who is there. Imports models, protection and sign-in of `accounts`."""
