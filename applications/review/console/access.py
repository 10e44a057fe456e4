"""Who may open which page of the console on this floor."""

from tianfu.accounts.access.rules import roles
from tianfu.accounts.roles import Role

CASE_STAFF = roles(
    Role.PREFECTURE_OFFICER,
    Role.PREFECTURE_APPROVER,
    Role.OPERATOR_OFFICER,
    Role.PROVINCE_OFFICER,
    Role.PROVINCE_APPROVER,
    Role.AUDITOR,
)
