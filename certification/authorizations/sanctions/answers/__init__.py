"""What the operator makes of an inspection or a finding: a proposal upon it, or the reason for none.
Imports the proposals of `authorizations`; what may be answered is registered as a basis by the floors above."""
