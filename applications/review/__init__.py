"""What officers do with a case and whose work it is: rules, one module each. Imports `applications.cases` rules and models;
no surface and no certification."""
