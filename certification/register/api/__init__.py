"""The open API of the register: read only, without sign-in, one shape of errors. Imports search, past and verification."""
