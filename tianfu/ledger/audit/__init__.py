"""The sealed audit trail: records, seals, verification, words. Imports models of `ledger`."""
