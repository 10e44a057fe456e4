"""Whose thing is checked. A leaf below the models, for the door's rules."""

from typing import Any

from tianfu.accounts.models import Organisation


def holder_of(task: Any) -> Organisation | None:
    """The organisation whose thing is inspected, as the platform knows it today."""
    obj = task.object
    if obj.authorization is not None:
        return obj.authorization.enterprise.organisation
    if obj.body is not None:
        return obj.body.organisation
    return Organisation.objects.filter(superseded_at=None, uscc=obj.uscc).first() if obj.uscc else None
