"""结果: concluded, objected to, published, corrected; and how it is read outside: log, timeline, numbers.
Imports records/ and below."""
