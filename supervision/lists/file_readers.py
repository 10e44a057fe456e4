"""Who may read the photos of a finding: whoever may read the finding."""

from typing import Any

from supervision.lists.lead_rules import FILERS, OVERSEERS
from supervision.lists.leads import PHOTO_PURPOSE
from supervision.lists.models import Lead
from tianfu.files.models import StoredFile
from tianfu.files.reading import register_reader


def reads_photo(user: Any, file: StoredFile) -> bool:
    """The filer, while the role lasts, the province and the auditor."""
    if not user.is_authenticated or not user.roles & {*FILERS, *OVERSEERS}:
        return False
    return Lead.objects.visible_to(user).filter(photos__file=file).exists()


register_reader(PHOTO_PURPOSE, reads_photo, recorded=True)
