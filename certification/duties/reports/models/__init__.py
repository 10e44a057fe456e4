"""The report, its filings and evidence, the figures they hold. Imports the rules of reports and models of authorizations."""
