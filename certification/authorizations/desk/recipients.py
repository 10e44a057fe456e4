"""A message about a mark: to its holder or to the operator's desk, filed under the mark, in the event's transaction."""

from certification.authorizations.models.authorization import Authorization
from tianfu.accounts.roles import Role
from tianfu.inbox.dispatch import notify, was_told


def authorization_path(authorization: Authorization) -> str:
    """The authorization in the holder's portal."""
    return f"/portal/authorizations/{authorization.pk}/"


def console_authorization_path(authorization: Authorization) -> str:
    return f"/console/authorizations/{authorization.pk}/"


def tell_holder_of(mark: Authorization, message: str, /, *, link: str = "", once: str = "", **context: object) -> int:
    """To all members of the holder; `context` besides number and product. `link`: none, the mark's own page. Returns how
    many messages were written: none when the holder has had this `once` already."""
    organisation = mark.enterprise.organisation
    if once and was_told(message, once, organisation):
        return 0
    written = notify(
        message,
        organisation=organisation,
        context=_facts(mark) | context,
        link=link or authorization_path(mark),
        about=about_mark(mark),
        once=once,
    )
    return len(written)


def tell_desk_of(mark: Authorization, message: str, /, *, link: str = "", once: str = "", **context: object) -> int:
    """To the operator's people of the mark's programme; `context` besides number, product and holder."""
    written = notify(
        message,
        roles=[Role.OPERATOR_OFFICER],
        programme=mark.programme_slug,
        context=_facts(mark) | {"holder": mark.holder_name} | context,
        link=link or console_authorization_path(mark),
        about=about_mark(mark),
        once=once,
    )
    return len(written)


def about_mark(mark: Authorization) -> str:
    """What a message concerns."""
    return f"authorization:{mark.pk}"


def _facts(mark: Authorization) -> dict[str, object]:
    return {"authorization": mark.number or "尚未编号", "product": mark.product_name}
