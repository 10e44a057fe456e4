"""Roles given by two administrators, as people meet it: pages, waiting work, messages, the auditor's notice.

Wiring: the rule is `tianfu.accounts.grants`; its floor knows neither what was shown nor messages nor the registry.
"""
