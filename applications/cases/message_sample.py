"""The case that the examples of messages speak of."""

CASE = {"number": "TFMP-A-2026-00001-K", "product": "四川泡菜"}
