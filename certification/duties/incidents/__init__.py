"""事故和质量信息报告: what the holder of a mark must report at once, and what the operator does upon it. Imports authorizations/."""
