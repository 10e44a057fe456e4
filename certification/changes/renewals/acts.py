"""The holder begins a renewal: a draft that starts from what was filed before."""

from datetime import date
from typing import Any

from django.db import transaction

from applications.form.drafts import start_from_last
from applications.form.start import open_renewal
from applications.models import Application
from certification.authorizations.models.authorization import Authorization
from certification.changes.renewals.window import start_problems
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible, lock
from tianfu.workflow.signatures.member import check_member


def start(authorization: Authorization, *, user: Any) -> Application:
    """A draft of the renewal, with what the enterprise filed before. Raises NotPossible with everything against it.

    The authorization is locked, so that of two colleagues who begin at once one gets the draft and the other a sentence.
    """
    organisation = authorization.enterprise.organisation
    check_member(user, organisation, "edit", "您只有查看权限。需要续期请联系企业管理员。")
    with transaction.atomic():
        locked = lock(authorization)
        today: date = clock.today()
        if found := start_problems(locked, today):
            raise NotPossible(found)
        return start_from_last(open_renewal(locked.application, locked.product, user=user), user=user)
