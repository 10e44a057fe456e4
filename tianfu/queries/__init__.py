"""Asking the database much in one question. Stands beside `tianfu.text`, imports nothing of ours."""
