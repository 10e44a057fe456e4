"""What officers do with a case: its rules, one module each. Imports `applications.cases` rules and models; no surface
and no certification."""
