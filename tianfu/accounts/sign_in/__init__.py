"""Sign-up, sign-in, passwords. Imports models, access and protection of `accounts`."""
