"""The roll of inspectors on the console: who keeps it, two windows, leave and recusals of one's own."""

from datetime import date, timedelta

import pytest

from supervision.directories.inspectors.recusals import available
from supervision.directories.inspectors.roll import (
    change,
    declare_leave,
    end_recusal,
    put_back,
    take_back_leave,
    take_off,
)
from supervision.directories.messages import remind_of_certificates
from supervision.directories.models import Inspector, Recusal
from supervision.directories.sources import ending_certificates, own_certificates
from tests import make
from tests.pages import hidden
from tests.supervision.make import bureau, inspector, plain_object, queries_of
from tianfu.accounts.models import Organisation
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotAllowed, NotPossible

pytestmark = pytest.mark.django_db
ROLL = "/console/directory/inspectors/"


@pytest.fixture(autouse=True)
def spring(reference, clock):
    clock.set("2026-05-11")


@pytest.fixture
def planner(client):
    person = make.officer(Role.SPOTCHECK_MANAGER)
    client.force_login(person)
    return person


def entry(**fields):
    values = {
        "number": "５１0001 2026", "name": "周检查", "unit": bureau().pk, "valid_from": "2025-01-01",
        "valid_until": "2029-12-31", "areas": ["5101"], "home": "5101", "tags": ["manufacturing"], "lead": "on",
    }  # fmt: skip
    return {**values, **fields}


def test_a_planner_enters_an_inspector_and_the_name_is_not_in_the_audit(planner, client):
    answer = client.post(f"{ROLL}new/", entry())
    row = Inspector.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{ROLL}{row.pk}/")
    assert (row.number, row.areas, row.lead, row.listed_on) == ("5100012026", ["5101"], True, date(2026, 5, 11))
    event = AuditEvent.objects.get(action="inspector.enter")
    assert "周检查" not in str(event.data)
    assert event.data["number"] == "5100012026"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"valid_until": "2026-05-10"}, "执法证已于 2026-05-10 到期"),
        ({"valid_until": "2024-12-31"}, "有效期止不能早于有效期起"),
        ({"number": "川执 001"}, "执法证号只能由数字、字母"),
        ({"areas": []}, "请至少选择一个检查区域"),
        ({"areas": ["99"]}, "99"),
        ({"tags": ["nothing"]}, "nothing"),
        ({"unit": ""}, "所在单位"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(planner, client, fields, words):
    answer = client.post(f"{ROLL}new/", entry(**fields))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert 'value="周检查"' in text
    assert Inspector.objects.count() == 0


def test_a_unit_that_is_no_authority_is_not_offered_and_refused(planner, client):
    other = Organisation.objects.create(kind="operator", name="四川省市场监管学会")
    answer = client.post(f"{ROLL}new/", entry(unit=other.pk))
    assert answer.status_code == 422
    assert "只有监管部门可以登记检查人员" in answer.content.decode()


def test_a_number_that_is_there_already_is_refused_in_words(planner, client):
    inspector(number="5100012026")
    answer = client.post(f"{ROLL}new/", entry())
    assert answer.status_code == 422
    assert Inspector.objects.count() == 1


def test_a_planner_of_a_prefecture_keeps_only_its_units(client):
    person = make.officer(Role.SPOTCHECK_MANAGER, "510700")
    client.force_login(person)
    own, other = inspector("510700"), inspector("510100")
    text = client.get(ROLL).content.decode()
    assert (own.number in text, other.number in text) == (True, False)
    assert client.get(f"{ROLL}{other.pk}/").status_code == 404
    assert client.post(f"{ROLL}new/", entry()).status_code == 422
    with pytest.raises(NotAllowed):
        take_off(other, on=date(2026, 6, 1), reason="调离", actor=person)
    before, other.unit = {"unit": other.unit_id}, own.unit
    with pytest.raises(NotAllowed):  # nor does anybody fetch one from elsewhere
        change(other, before, actor=person)


def test_two_windows_change_different_fields_and_neither_is_lost(planner, client):
    row = inspector(tags=["service"])
    url = f"{ROLL}{row.pk}/change/"
    first, second = hidden(client.get(url)), hidden(client.get(url))
    base = entry(
        number=row.number, unit=row.unit_id, valid_from="2026-01-01", valid_until="2030-12-31", tags=["service"]
    )
    assert client.post(url, {**first, **base, "valid_until": "2031-12-31"}).status_code == 302
    assert client.post(url, {**second, **base, "home": "5107"}).status_code == 302
    row.refresh_from_db()
    assert (row.valid_until, row.home, row.tags) == (date(2031, 12, 31), "5107", ["service"])


def test_two_windows_on_one_field_show_both_versions(planner, client):
    row = inspector()
    url = f"{ROLL}{row.pk}/change/"
    first, second = hidden(client.get(url)), hidden(client.get(url))
    base = entry(number=row.number, unit=row.unit_id, valid_from="2026-01-01", valid_until="2030-12-31", tags=[])
    client.post(url, {**first, **base, "name": "王检查"})
    answer = client.post(url, {**second, **base, "name": "李检查"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert ("王检查" in text, "李检查" in text) == (True, True)
    row.refresh_from_db()
    assert row.name == "王检查"


def test_off_the_roll_with_a_reason_and_back(planner):
    row = inspector()
    with pytest.raises(NotPossible):
        take_off(row, on=date(2026, 5, 10), reason="调离", actor=planner)
    with pytest.raises(NotPossible):
        take_off(row, on=date(2026, 5, 11), reason=" ", actor=planner)
    take_off(row, on=date(2026, 5, 11), reason="调离", actor=planner)
    today = the_clock.today()
    assert available(row, today, today) is False
    put_back(row, actor=planner)
    assert available(row, today, today) is True


def test_nobody_comes_back_with_a_certificate_that_ended(planner):
    row = inspector(valid_until=date(2026, 5, 1), left_on=date(2026, 5, 2))
    with pytest.raises(NotPossible, match="到期"):
        put_back(row, actor=planner)


@pytest.fixture
def own(client):
    person = make.officer(Role.INSPECTOR, "510100")
    row = inspector(user=person)
    client.force_login(person)
    return row


def test_an_inspector_sees_his_own_entry_and_nobody_elses(own, client):
    other = inspector(name="别人")
    text = client.get(f"{ROLL}me/").content.decode()
    assert (own.number in text, other.number in text) == (True, False)
    assert client.get(f"{ROLL}{own.pk}/").status_code == 403
    assert client.get(f"{ROLL}{other.pk}/leave/").status_code == 404
    assert client.get(ROLL).status_code == 403


def test_an_inspector_without_an_entry_is_told_what_to_do(client):
    client.force_login(make.officer(Role.INSPECTOR, "510100"))
    answer = client.get(f"{ROLL}me/")
    assert answer.status_code == 200
    assert "名录中还没有您的信息" in answer.content.decode()


def test_an_inspector_declares_leave_and_takes_it_back(own, client):
    answer = client.post(f"{ROLL}{own.pk}/leave/", {"since": "2026-06-01", "until": "2026-06-05"})
    assert (answer.status_code, answer["Location"]) == (302, f"{ROLL}me/")
    assert available(own, date(2026, 6, 5), date(2026, 6, 5)) is False
    leave = own.leaves.get()
    assert leave.declared_by == own.user
    client.post(f"{ROLL}{own.pk}/leave/{leave.pk}/back/")
    assert available(own, date(2026, 6, 5), date(2026, 6, 5)) is True


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("2026-06-05", "2026-06-01", "最后一天不能早于第一天"),
        ("2026-05-01", "2026-05-10", "休假日期已过"),
        ("2026-06-20", "2026-07-01", "已登记休假"),
        ("", "2026-06-01", "第一天"),
    ],
)
def test_leave_that_makes_no_sense_is_refused_at_the_form(own, client, since, until, words):
    declare_leave(own, since=date(2026, 6, 18), until=date(2026, 6, 20), actor=own.user)
    answer = client.post(f"{ROLL}{own.pk}/leave/", {"since": since, "until": until})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert own.leaves.count() == 1


def test_leave_that_is_over_stays_on_record(own):
    leave = declare_leave(own, since=date(2026, 5, 11), until=date(2026, 5, 11), actor=own.user)
    the_clock.remember(the_clock.offset() + timedelta(days=2), 1e9)
    with pytest.raises(NotPossible, match="已经结束"):
        take_back_leave(leave, actor=own.user)


def test_an_inspector_declares_a_recusal_for_an_object_or_an_enterprise(own, client):
    row = plain_object("MU-1", uscc=make.CODES[0])
    for against in (" mu-1 ", make.CODES[0].lower()):
        assert client.post(f"{ROLL}{own.pk}/recusals/", {"against": against, "reason": "亲属任职"}).status_code == 302
    assert list(Recusal.objects.order_by("pk").values_list("code", "uscc")) == [("MU-1", ""), ("", row.uscc)]
    assert client.post(f"{ROLL}{own.pk}/recusals/", {"against": "MU-1", "reason": "又"}).status_code == 422
    answer = client.post(f"{ROLL}{own.pk}/recusals/", {"against": "MU-9", "reason": "亲属任职"})
    assert answer.status_code == 422
    assert "名录中没有编号或统一社会信用代码为“MU-9”的检查对象" in answer.content.decode()


def test_what_the_desk_entered_against_him_an_inspector_does_not_end(own, planner):
    plain_object("MU-1")
    recusal = Recusal.objects.create(inspector=own, code="MU-1", reason="举报", declared_by=planner)
    with pytest.raises(NotPossible, match="由抽查组织人"):
        end_recusal(recusal, reason="没有关系", actor=own.user)
    assert end_recusal(recusal, reason="已核实无关系", actor=planner).ended_at is not None


def test_who_looks_at_names_leaves_a_trace(planner, client):
    row = inspector()
    client.get(ROLL)
    client.get(f"{ROLL}{row.pk}/")
    seen = AuditEvent.objects.filter(action="personal.viewed", actor=planner).order_by("pk")
    assert [event.data["fields"] for event in seen] == [["name"], ["name", "recusals"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"A", "B", "C"}),
        ("?standing=available", {"A"}),
        ("?standing=expired", {"B"}),
        ("?standing=left", {"D"}),
        ("?standing=all", {"A", "B", "C", "D"}),
        ("?lead=no", {"C"}),
        ("?region=510700", {"C"}),
        ("?q=a", {"A"}),
        ("?q=王检查", {"B"}),
        ("?standing=nonsense&region=x", {"A", "B", "C"}),
    ],
)
def test_the_list_is_searched_and_filtered_by_its_address(planner, client, query, found):
    inspector(number="A")
    inspector(number="B", name="王检查", valid_until=date(2026, 5, 1))
    third = inspector("510700", number="C", lead=False)
    declare_leave(third, since=date(2026, 5, 11), until=date(2026, 5, 12), actor=planner)
    inspector(number="D", left_on=date(2026, 5, 1))
    text = client.get(ROLL + query).content.decode()
    assert {number for number in "ABCD" if f">{number}</a>" in text} == found


def test_the_list_costs_the_same_however_long(planner, client):
    for _ in range(3):
        inspector()
    assert queries_of(client, ROLL) == 11
    for _ in range(57):
        inspector(user=make.user())
    assert queries_of(client, ROLL) == 11
    assert "第 1–50 条，共 60 条" in client.get(ROLL).content.decode()


def test_an_inspector_is_reminded_once_of_the_end_of_his_certificate(own, planner):
    Inspector.objects.filter(pk=own.pk).update(valid_until=date(2026, 7, 1))
    closed = make.officer(Role.INSPECTOR, "510100", is_active=False)
    gone = inspector("510100", user=closed, valid_until=the_clock.today())
    assert [remind_of_certificates(the_clock.today()) for _ in range(2)] == [1, 0]
    message = InboxMessage.objects.get(key="inspector_certificate_ends")
    assert message.user == own.user
    assert [list(found) for found in (ending_certificates(planner), own_certificates(own.user))] == [[gone, own], [own]]
    assert list(own_certificates(planner)) == []
