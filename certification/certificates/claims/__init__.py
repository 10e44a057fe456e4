"""An application rests on a certificate: claimed in its section, examined by the system, confirmed by the body.
Imports what stands beside the folders."""
