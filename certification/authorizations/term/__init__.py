"""From the decision to the end: granted, one after the other, its papers ordered, expired.
Imports lookup/ and below."""
