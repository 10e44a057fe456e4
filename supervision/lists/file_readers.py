"""Who may read the photos of a finding and the letters of the blacklist: whoever may read what they belong to."""

from typing import Any

from supervision.lists.blacklist.letters import PAPER_PURPOSE
from supervision.lists.blacklist.rules import READERS
from supervision.lists.leads.acts import PHOTO_PURPOSE
from supervision.lists.leads.rules import FILERS, OVERSEERS
from supervision.lists.messages import addressee
from supervision.lists.models import BlacklistPaper, Lead
from tianfu.files.models import StoredFile
from tianfu.files.readers import register_reader


def reads_photo(user: Any, file: StoredFile) -> bool:
    """The filer, while the role lasts, the province and the auditor."""
    if not user.is_authenticated or not user.roles & {*FILERS, *OVERSEERS}:
        return False
    return Lead.objects.visible_to(user).filter(photos__file=file).exists()


def reads_letter(user: Any, file: StoredFile) -> bool:
    """Members of the verified enterprise, and the desks that read the entry."""
    if not user.is_authenticated:
        return False
    letter = BlacklistPaper.objects.select_related("entry").filter(paper__file=file).first()
    if letter is None:
        return False
    if user.roles & set(READERS):
        return True
    enterprise = addressee(letter.entry.uscc)
    return enterprise is not None and user.can(enterprise.organisation, "view")


register_reader(__name__, PAPER_PURPOSE, reads_letter, recorded=True)
register_reader(__name__, PHOTO_PURPOSE, reads_photo, recorded=True)
