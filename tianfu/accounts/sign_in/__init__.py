"""Sign-up, sign-in, passwords, sessions. Imports models and protection of `accounts`."""
