"""年度自查报告: what the holder of a mark reports each year, and what follows when it is missing. Imports authorizations/."""
