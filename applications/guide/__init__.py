"""申报指南: what an applicant must know, read from the programme's version, the policies and `words/<slug>.toml`.
May import programmes, sections, stages and policies; nobody imports it but the wiring."""
