"""Who may read a card: whoever reads the certificate."""

from typing import Any

from django.db.models import Q

from applications.file_readers import may_see_case
from certification.issuing.cards.acts import PURPOSE, authorization_of_card
from tianfu.files.models import StoredFile
from tianfu.files.readers import register_reader


def reads_card(user: Any, file: StoredFile) -> bool:
    """The holder's members, and staff who may see the case."""
    authorization = authorization_of_card(file)
    return authorization is not None and may_see_case(user, Q(pk=authorization.application_id))


register_reader(__name__, PURPOSE, reads_card, recorded=True)
