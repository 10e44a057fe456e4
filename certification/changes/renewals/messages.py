"""What the holder reads of a renewal besides the messages of its case."""

from typing import Any

from certification.authorizations.desk.recipients import tell_holder_of
from certification.authorizations.models.authorization import Authorization


def _tell(key: str, old: Authorization, new: Authorization, **more: Any) -> None:
    tell_holder_of(
        new,
        key,
        once=str(new.pk),
        authorization=new.number or "正在制证",
        previous=old.number,
        valid_from=new.starts_on,
        valid_until=new.ends_on,
        **more,
    )


def announce_renewal(authorization: Authorization) -> None:
    """Decided and made: the old one goes on until its last day."""
    if authorization.previous is not None:
        _tell("authorization_renewed", authorization.previous, authorization, old_until=authorization.previous.ends_on)


def tell_of_renewed(old: Authorization, new: Authorization) -> None:
    """The old one has ended, and it is continued: no word of stopping."""
    _tell("authorization_handed_on", old, new)
