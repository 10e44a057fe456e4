"""公开数据: one mechanism for everything published as a list: CSV, JSON and Atom. Imports `tianfu.files` and below."""
