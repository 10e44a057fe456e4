"""What an act is refused with, word for word, and that nothing of it stays."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from tianfu.workflow.door import Refused
from tianfu.workflow.signatures.shown import Changed


def refusal_of(act: Callable[[], Any]) -> str:
    """All sentences of it; "" where it was done. Either way it is rolled back."""
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    except (Refused, Changed, PermissionDenied) as refusal:
        return str(refusal)
    return ""


def unlike(cases: Iterable[tuple[str, Callable[[], Any]]]) -> dict[str, str]:
    """Of (sentence, act), those whose refusal does not hold the sentence; what they said instead."""
    found = {sentence: refusal_of(act) for sentence, act in cases}
    return {sentence: said for sentence, said in found.items() if sentence not in said}


def codes_of(check: Callable[..., Any], *given: Any) -> list[str]:
    """With which codes a value is refused; none where it is let through."""
    try:
        check(*given)
    except ValidationError as refusal:
        return [str(one.code) for one in refusal.error_list]
    return []
