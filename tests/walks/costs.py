"""How much each page that needs no number asks of the database."""

from collections.abc import Iterable, Iterator

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.faults.test_every_parameter import addresses
from tests.walks.growth import grow
from tests.walks.world import World
from tianfu.accounts.access.rules import rule_of
from tianfu.accounts.models import User
from tianfu.inbox.models import InboxMessage

Place = tuple[str, str]  # who, path


def visits(world: World) -> Iterator[Place]:
    """Each address that needs no number, with two of those whom its rule lets in."""
    for one in addresses():
        rule = rule_of(one.view, one.name)
        if one.arguments or rule is None or one.route.startswith("health/"):  # no worker runs here: it says 503
            continue
        who = ["anonymous"] if rule.public else []
        who += [name for name, user in world.people.items() if rule.allows(User.objects.get(pk=user.pk))]
        for name in who[:2]:
            yield name, "/" + one.route


def queries(world: World, who: str, path: str) -> int:
    """How many; none where the page does not open."""
    with transaction.atomic(), CaptureQueriesContext(connection) as found:
        answer = world.clients[who].get(path)
        if answer.streaming:
            list(answer.streaming_content)
        transaction.set_rollback(True)
    assert answer.status_code < 500, (path, who)
    return len(found) if answer.status_code == 200 else 0


def costs(world: World, places: Iterable[Place]) -> dict[Place, int]:
    return {(who, path): queries(world, who, path) for who, path in places}


def before_and_after(world: World) -> tuple[dict[Place, int], dict[Place, int]]:
    """Queries of each page that opens: with the rows there are, and with each of them there four times."""
    few = {place: number for place, number in costs(world, dict.fromkeys(visits(world))).items() if number}
    before = InboxMessage.objects.count()
    with transaction.atomic():
        grow(3)
        assert InboxMessage.objects.count() == 4 * before > 0
        many = costs(world, few)
        transaction.set_rollback(True)
    # What the first page of a process reads for all later ones must not hide what each row asks.
    return few | costs(world, [place for place in few if many[place] < few[place]]), many
