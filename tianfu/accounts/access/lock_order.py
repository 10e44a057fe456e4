"""The one order in which rows are locked by whatever gives or takes access (docs/decisions/0012).

People in the order of their keys, then the organisation, then grants or memberships. A person's row is the queue for
everything that may give him a second side: a role, a membership, an account closed; so none misses another.
"""

from tianfu.accounts.models import Organisation, User


def lock_people(*people: User | int | None) -> dict[int, User]:
    """Locks these rows and returns them freshly read, by key. Call it inside a transaction, before any other lock.

    None (the system acts) is passed over. Once more for rows this transaction holds already costs a query, no order.
    """
    keys = {person.pk if isinstance(person, User) else person for person in people if person is not None}
    rows = User.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in rows}


def lock_organisation(organisation: Organisation) -> Organisation:
    """The organisation's row, freshly read, after the people's."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def fresh(actor: User | None, people: dict[int, User]) -> User | None:
    """The actor as locked, so that a right lost a moment ago is lost; None stays the system."""
    return None if actor is None else people[actor.pk]
