from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from tests.ledger import make
from tianfu.accounts.roles import Role
from tianfu.ledger import moment
from tianfu.ledger.audit.records import ReasonMissing, record, record_each
from tianfu.ledger.canonical import NotCanonical, sha256_hex
from tianfu.ledger.hashes.fingerprints import fingerprint
from tianfu.ledger.models import AuditEvent
from tianfu.ledger.requests.context import RequestContext, _current

pytestmark = pytest.mark.django_db


def test_an_event_says_who_what_when_and_why() -> None:
    person, other = make.user(), make.user()
    before = moment.now()
    record("thing.reject", actor=person, subject=other, reason=" 材料不实 ", data={"field": "产品名称"})
    event = AuditEvent.objects.get()
    assert (event.actor, event.action, event.reason) == (person, "thing.reject", "材料不实")
    assert (event.subject_type, event.subject_id) == ("accounts.user", str(other.pk))
    assert event.data == {"field": "产品名称"}
    assert before <= event.at <= moment.now()


def test_an_event_keeps_the_roles_its_actor_held_then() -> None:
    officer = make.staff(Role.OPERATOR_OFFICER)
    assert record("thing.saved", actor=officer).role == "operator_officer"
    assert (record("thing.saved", actor=make.user()).role, record("thing.saved", actor=None).role) == ("", "")


def test_the_digest_covers_the_row_as_the_database_returns_it() -> None:
    record("thing.saved", actor=make.user(), data={"列表": ["甲", 1, None, {"b": True}], "a": "\n"}, reason="因")
    event = AuditEvent.objects.get()
    assert event.digest == event.computed_digest()


def test_several_are_recorded_in_one_statement_each_as_if_alone(django_assert_num_queries) -> None:
    officer, things = make.staff(Role.OPERATOR_OFFICER), [make.user(), make.user()]
    assert officer.roles == {Role.OPERATOR_OFFICER}  # read once, then kept
    with django_assert_num_queries(1):
        record_each("thing.saved", [(thing, {"number": str(thing.pk)}) for thing in things], actor=officer)
    alone = record("thing.saved", actor=officer, subject=things[1], data={"number": str(things[1].pk)})
    events = list(AuditEvent.objects.order_by("pk"))
    assert [event.subject_id for event in events] == [str(things[0].pk), str(things[1].pk), str(things[1].pk)]
    same = ("actor_id", "role", "action", "subject_type", "subject_id", "data", "reason")
    assert [getattr(events[1], name) for name in same] == [getattr(alone, name) for name in same]
    assert all(event.digest == event.computed_digest() for event in events)


def test_several_are_recorded_with_a_reason_where_one_is_demanded() -> None:
    with pytest.raises(ReasonMissing):
        record_each("authorization.withdraw", [(make.user(), {})], actor=make.user())


def test_the_digest_is_sha256_of_the_published_canonical_form() -> None:
    event = AuditEvent(
        at=datetime(2026, 3, 2, 2, 0, tzinfo=UTC),
        action="thing.saved",
        data={"n": 1},
        subject_type="a.b",
        subject_id="7",
    )
    assert event.computed_digest() == sha256_hex(
        b'{"action":"thing.saved","actor":null,"at":"2026-03-02T02:00:00.000000Z","data":{"n":1},"ip":"",'
        b'"reason":"","request_id":"","role":"","subject_id":"7","subject_type":"a.b"}'
    )


@pytest.mark.parametrize("action", ["application.reject", "authorization.suspend", "role.granted", "audit.export"])
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_an_act_that_demands_a_reason_is_not_recorded_without_one(action: str, reason: str) -> None:
    with pytest.raises(ReasonMissing):
        record(action, actor=None, reason=reason)
    assert not AuditEvent.objects.exists()


def test_an_ordinary_act_needs_no_reason() -> None:
    assert record("application.submit", actor=None).reason == ""


def test_data_that_cannot_be_hashed_is_refused() -> None:
    with pytest.raises(NotCanonical):
        record("thing.saved", actor=None, data={"ratio": 0.5})
    assert not AuditEvent.objects.exists()


def test_an_anonymous_visitor_is_nobody() -> None:
    assert record("file.downloaded", actor=AnonymousUser()).actor is None


def test_without_a_request_no_address_is_invented() -> None:
    event = record("thing.saved", actor=None)
    assert (event.ip, event.request_id) == ("", "")


def test_inside_a_request_its_number_and_address_stand_in_the_row() -> None:
    token = _current.set(RequestContext("abc12345", "10.1.2.3"))
    try:
        event = record("thing.saved", actor=None)
    finally:
        _current.reset(token)
    assert (event.ip, event.request_id) == ("10.1.2.3", "abc12345")


def test_a_change_rolled_back_leaves_no_event() -> None:
    with transaction.atomic():
        record("thing.saved", actor=None)
        transaction.set_rollback(True)
    assert not AuditEvent.objects.exists()


def test_a_fingerprint_tells_equal_from_different_and_not_the_value(settings: object) -> None:
    one = fingerprint("13800138000")
    assert one == fingerprint(" 13800138000 ") != fingerprint("13800138001")
    assert "13800138000" not in one
    settings.FINGERPRINT_KEY = "another"  # type: ignore[attr-defined]
    assert fingerprint("13800138000") != one


@pytest.mark.parametrize(
    "value", ["13800138000", "+86 13800138000", "510101199003071234", "51010119900307123X", "a.b@example.com"]
)
def test_personal_data_never_stands_in_the_row(value: str) -> None:
    record("thing.saved", actor=None, data={"inputs": [{"phone": value}]})
    assert AuditEvent.objects.get().data == {"inputs": [{"phone": "#" + fingerprint(value)}]}


@pytest.mark.parametrize("value", ["91510000MA6C123456", "TFMP-A-2026-00001-K", "12345678901", "成都市"])
def test_what_identifies_a_firm_or_a_case_stays_readable(value: str) -> None:
    record("thing.saved", actor=None, data={"value": value})
    assert AuditEvent.objects.get().data == {"value": value}
