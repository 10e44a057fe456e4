"""The second signature under a proposal: by somebody whose standing does not come from the first person."""

from typing import Any

from tianfu.accounts.access.separation import made_by_problems
from tianfu.workflow.door import NotPossible
from tianfu.workflow.models.endorsement import Endorsement


def sign_second(endorsement: Endorsement, user: Any, note: str = "") -> None:
    """Write the second person's part down; the caller holds the subject's lock and calls the door.

    Raises NotPossible for somebody whose own account or role came from the first.
    """
    if problems := made_by_problems(user, endorsement.first_by_id):
        raise NotPossible(problems)
    endorsement.sign_second(user, note)
