"""Binding an enterprise by its 统一社会信用代码: claim, decision, members. Imports the models of `enterprises`."""
