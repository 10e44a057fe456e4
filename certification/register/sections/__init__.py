"""What public pages show of an authorization besides its facts: sections that floors above own, words for search engines.
Imports authorizations/."""
