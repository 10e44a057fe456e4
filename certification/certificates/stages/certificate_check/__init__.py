"""证书核验: by the system, then by the issuing body. Imports the examination of `certificates`."""
