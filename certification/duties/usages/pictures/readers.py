"""Who reads the sample pictures besides the holder and the desks: floors above add whom they send to look."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from applications.file_readers import may_see_case
from certification.duties.usages.models import MarkUsage
from tianfu.files.models import StoredFile

Reader = Callable[[Any, MarkUsage], bool]
_readers: dict[str, Reader] = {}


def register_usage_reader(key: str, reader: Reader) -> None:
    """Let `reader(user, usage)` open the pictures of a usage too. Called at start-up."""
    _readers[key] = reader


def reads_usage(user: Any, file: StoredFile) -> bool:
    """The holder's members, staff who may see the case behind the authorization, and whom a floor above sends."""
    # Of a renewed mark's usages more than one may show the same picture.
    usages = MarkUsage.objects.filter(pictures__file=file).select_related("authorization").distinct()
    if not user.is_authenticated:
        return False
    return any(_reads(user, usage) for usage in usages)


def _reads(user: Any, usage: MarkUsage) -> bool:
    if may_see_case(user, Q(pk=usage.authorization.application_id)):
        return True
    return any(reader(user, usage) for reader in _readers.values())
