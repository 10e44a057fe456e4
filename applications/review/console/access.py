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
# The index is everybody's; who has no cases sees what else is theirs.
CLAIM_OFFICERS = roles(Role.PREFECTURE_OFFICER)
BATCH_OPENERS = roles(Role.OPERATOR_OFFICER, Role.PROVINCE_OFFICER, Role.SYSTEM_ADMIN)
