"""One walk of everybody over every address, and what must hold of each answer."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import override_settings

from tests.door.tables import compare
from tests.faults.test_every_parameter import addresses
from tests.walks.costs import before_and_after
from tests.walks.crawl import Answer, Page, Walk, match_of
from tests.walks.links import dead_links
from tests.walks.marks import MARKUP
from tests.walks.places import places
from tests.walks.relations import relations
from tests.walks.rights import table
from tests.walks.spoken_pages import SPOKEN_OF_NO_PROGRAMME, unspoken
from tests.walks.world import build
from tianfu.accounts.access.rules import rule_of
from tianfu.demo.accounts import PASSWORD
from tianfu.registry import persons as personal_data
from tianfu.workflow import clock

# The fixture asks for the database itself; the mark makes pytest-django set it up.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module")
def walk(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Walk]:
    """Built and walked once for all tests of this file, as in production; rolled back in the end."""
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
        world = build()
        walk = Walk(world)
        with override_settings(DEMO=False, STAFF_MFA="off"):
            clock.forget()
            walk.everything(places(world))
        yield walk
        transaction.set_rollback(True)


def test_nobody_sees_data_of_persons_but_those_whom_the_table_names(walk) -> None:
    wrong = defaultdict(set)
    for answer in walk.answers.values():
        for mark in answer.marks:
            if not relations(walk.world, answer.who, mark) & personal_data.audience_of(mark.field):
                wrong[mark.field, answer.who].add(answer.route)
    assert {f"{field} to {who}": sorted(routes) for (field, who), routes in wrong.items()} == {}


def test_mails_carry_only_what_their_addressee_may_see(walk) -> None:
    wrong = set()
    for user, text in walk.world.mails:
        who = next((name for name, person in walk.world.people.items() if person.pk == user), None)
        for mark in walk.world.marks.find(text) if who else ():
            if not relations(walk.world, who, mark) & personal_data.audience_of(mark.field):
                wrong.add((mark.field, who))
    assert len(walk.world.mails) > 30
    assert wrong == set()


def test_no_log_line_holds_data_of_persons_or_a_secret(walk) -> None:
    text = walk.logged.getvalue() + walk.world.logged
    assert "Not Found" in text or "Forbidden" in text, "the walk meets refusals, and they are logged"
    assert {mark.field for mark in walk.world.marks.find(text)} == set()
    secrets = [PASSWORD, settings.SECRET_KEY, *Session.objects.values_list("session_key", flat=True)]
    assert [secret for secret in secrets if secret in text] == []


def test_no_element_or_attribute_is_made_of_what_people_typed(walk) -> None:
    assert {(a.route, a.who, a.strange[0]) for a in walk.answers.values() if a.strange} == set()
    assert len(walk.world.texts) > 60


def test_no_page_fails_on_any_of_it(walk) -> None:
    """Health may say 503: no worker runs here."""
    failed = {(a.path, a.who, a.status) for a in walk.answers.values() if a.status >= 500}
    assert {row for row in failed if not row[0].startswith("/health/")} == set()


def test_who_opens_which_address_is_as_the_kept_table_says(walk, rewrite) -> None:
    """Health may say 503: no worker runs here."""
    compare(Path(__file__).parent / "addresses.txt", table(walk), rewrite)


def test_no_page_leads_its_reader_to_a_refusal(walk) -> None:
    assert dead_links(walk) == set()


def test_whom_the_rule_refuses_gets_no_page(walk) -> None:
    opened = []
    for answer in walk.answers.values():
        user = walk.world.people.get(answer.who)
        match = match_of(answer.path)
        rule = rule_of(match.func, match.view_name)
        if rule is not None and not rule.public and answer.status == 200 and not (user and rule.allows(user)):
            opened.append((answer.route, answer.who))
    assert opened == []


# What a GET may write beside a record of who looked. Everywhere: a session, which is prolonged by use.
WRITES: dict[str, set[str]] = {
    "files/<uuid:pk>/<file_name:name>": {"certification_download"},  # who downloaded what
    "portal/inbox/<int:pk>/": {"inbox_messageread"},  # a letter counts as served once it was opened
}


def test_asking_with_get_changes_nothing_but_declared_records(walk) -> None:
    wrote = defaultdict(set)
    for answer in walk.answers.values():
        wrote[answer.route] |= answer.wrote - {"django_session"} - WRITES.get(answer.route, set())
    assert {route: tables for route, tables in wrote.items() if tables} == {}


# Where staff meets data of somebody else unrecorded, and why.
UNRECORDED: dict[str, str] = {
    "console/ledger/auditevent/<path:object_id>/change/": "the trail itself, read by the two who watch over it",
}
# The name of who did something stands beside what was done: that is the record, not a look at a person.
UNWATCHED = {"accounts.User.name", *(f"applications.Signature.{name}" for name in ("signatory_name", "signatory_role"))}


def test_whenever_staff_looks_at_data_of_somebody_else_it_is_recorded(walk) -> None:
    """As the privacy notice promises; the auditor reads it (tests/applications/test_personal_views.py)."""
    watched = {*personal_data.FIELDS, *personal_data.INSIDE} - UNWATCHED
    unrecorded = defaultdict(set)
    for answer in walk.answers.values():
        user = walk.world.people.get(answer.who)
        if user is None or not user.is_staff or answer.recorded or answer.route in UNRECORDED:
            continue
        for mark in answer.marks:
            if mark.field in watched and "self" not in relations(walk.world, answer.who, mark):
                unrecorded[answer.route].add(mark.field)
    assert dict(unrecorded) == {}


def test_every_page_and_refusal_carries_its_security_headers(walk) -> None:
    def lacking(answer: Answer) -> list[str]:
        headers = answer.headers
        policy = headers.get("content-security-policy", "")
        needed = {
            "content-security-policy": "frame-ancestors" in policy and "default-src" in policy,
            "unsafe": "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0],
            "x-content-type-options": headers.get("x-content-type-options") == "nosniff",
            "referrer-policy": headers.get("referrer-policy") == "same-origin",
        }
        return [name for name, holds in needed.items() if not holds]

    assert {(a.route, a.status, *lacking(a)) for a in walk.answers.values() if lacking(a)} == set()


# static/js/keep.js renews the token of a page that outlived its session by them; neither opens anything.
READ_BY_OUR_SCRIPT = ("csrf", "kept_done")


def test_every_cookie_is_kept_from_scripts_and_from_other_sites(walk) -> None:
    cookies = [cookie for answer in walk.answers.values() for cookie in answer.cookies]
    assert len(cookies) > 20
    bad = {c.partition("=")[0] for c in cookies if "SameSite=Lax" not in c or "Path=/" not in c}
    bad |= {
        c.partition("=")[0] for c in cookies if "HttpOnly" not in c and c.partition("=")[0] not in READ_BY_OUR_SCRIPT
    }
    assert bad == set()


def test_no_list_asks_for_each_of_its_rows(walk) -> None:
    with override_settings(DEMO=False, STAFF_MFA="off"):
        clock.forget()
        few, many = before_and_after(walk.world)
    assert len(few) > 100
    assert {place: (number, many[place]) for place, number in few.items() if many[place] > number} == {}


def test_the_walk_reaches_every_address_of_the_url_conf(walk) -> None:
    reached = {answer.view for answer in walk.answers.values()}
    # The console's own index lies behind our home, under the same address; "" are redirects without a name.
    assert {one.name for one in addresses()} - reached - {"", "admin:", "admin:index"} == set()
    opened = {answer.route for answer in walk.answers.values() if answer.status == 200}
    assert len(opened) > 140


def test_every_personal_field_is_in_the_world_with_a_mark(walk) -> None:
    """But for references to a person: what is seen of those is the person's name."""
    texts = {name for name in personal_data.FIELDS if not personal_data.column(name)[1].is_relation}
    same = {"account.EmailAddress.email"}  # holds the mark of accounts.User.email
    # The world has no check: tests/supervision/inspections/test_personal.py walks through one with everybody.
    same |= {f"supervision.FieldRecord.{name}" for name in ("met", "signatory", "witnesses")}
    same |= {"supervision.Sample.sealer", "supervision.Recheck.signatory"}
    assert {*texts, *personal_data.INSIDE} - walk.world.marks.fields == same


# Declared, and at present on no page: field, where it goes.
ON_NO_PAGE: dict[str, str] = {
    "applications.Signature.signatory_name": "the papers made of a signature",
    "applications.Signature.signatory_role": "the papers made of a signature",
}


def test_every_field_that_may_be_seen_is_seen_by_somebody_so_that_the_walk_is_not_blind(walk) -> None:
    seen = {mark.field for answer in walk.answers.values() for mark in answer.marks}
    visible = {name for name in walk.world.marks.fields & {*personal_data.FIELDS, *personal_data.INSIDE}
               if personal_data.audience_of(name)}  # fmt: skip
    assert visible - seen - ON_NO_PAGE.keys() == set()


def test_the_walk_sees_a_mark_wherever_it_stands(walk) -> None:
    """The test of the test: in a page, an attribute, a PDF; and markup that became an element."""
    number = walk.world.marks.new("applications.Objection.contact")
    for text in (f"<p title='Q7{number:05d}Q'>", f"q7{number:05d}q@walk.example", f"电话 028-77{number:05d}"):
        assert walk.world.marks.of(number) in walk.world.marks.find(text)
    pdfs = [a for a in walk.answers.values() if a.headers.get("content-type", "").startswith("application/pdf")]
    assert any(mark.field == "accounts.User.name" for answer in pdfs for mark in answer.marks)
    page = Page()
    page.feed(f"<p>{MARKUP}</p><a title=\"{MARKUP}\">x</a><img src=x onerror=y><a href='javascript:z'>x</a>")
    assert len(page.strange) >= 4


def test_a_page_about_a_case_or_a_mark_speaks_its_programmes_words(walk) -> None:
    found = unspoken(walk)
    assert {route: texts for route, texts in found.items() if route not in SPOKEN_OF_NO_PROGRAMME} == {}
    assert sorted(set(SPOKEN_OF_NO_PROGRAMME) - set(found)) == [], "nothing to leave out"
