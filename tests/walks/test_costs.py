"""Every page that lists something, on every surface: four times the rows, no query more."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from tests.faults.test_every_parameter import addresses
from tests.walks.growth import grow
from tests.walks.world import World, build
from tianfu.accounts.access.rules import rule_of
from tianfu.accounts.models import User
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[World]:
    plain = {
        "MEDIA_ROOT": tmp_path_factory.mktemp("files"),
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        "STORAGES": {
            **settings.STORAGES,
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
        "AXES_ENABLED": False,
        "REST_FRAMEWORK": {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_CLASSES": []},
    }
    with django_db_blocker.unblock(), override_settings(**plain), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def visits(world: World) -> Iterator[tuple[str, str]]:
    """Each address that needs no number, with two of those whom its rule lets in."""
    for one in addresses():
        rule = rule_of(one.view, one.name)
        if one.arguments or rule is None or one.route.startswith("health/"):  # no worker runs here: it says 503
            continue
        who = ["anonymous"] if rule.public else []
        who += [name for name, user in world.people.items() if rule.allows(User.objects.get(pk=user.pk))]
        for name in who[:2]:
            yield name, "/" + one.route


def queries(world: World, who: str, path: str) -> list[str]:
    with transaction.atomic(), CaptureQueriesContext(connection) as found:
        answer = world.clients[who].get(path)
        if answer.streaming:
            list(answer.streaming_content)
        transaction.set_rollback(True)
    assert answer.status_code < 500, (path, who)
    return [row["sql"] for row in found] if answer.status_code == 200 else []


def test_no_list_asks_for_each_of_its_rows(world) -> None:
    with override_settings(DEMO=False, STAFF_MFA="off"), transaction.atomic():
        clock.forget()
        asked = list(dict.fromkeys(visits(world)))
        for who, path in asked:
            queries(world, who, path)
        few = {(who, path): len(queries(world, who, path)) for who, path in asked}
        before = InboxMessage.objects.count()
        grow(3)
        assert InboxMessage.objects.count() == 4 * before > 0
        many = {(who, path): len(queries(world, who, path)) for who, path in asked}
        transaction.set_rollback(True)
    opened = [place for place, number in few.items() if number]
    assert len(opened) > 100
    assert {place: (few[place], many[place]) for place in opened if many[place] > few[place]} == {}
