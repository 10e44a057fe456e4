import pytest
from django.test import Client
from django.urls import reverse

from tests.ledger import make
from tests.queries import costs, opening
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.ledger.audit.records import record
from tianfu.ledger.audit.seals import seal
from tianfu.ledger.models import AuditEvent

pytestmark = pytest.mark.django_db

LIST = "admin:ledger_auditevent_changelist"
PAGE = "admin:ledger_auditevent_change"
VERIFICATION = "admin:ledger_auditevent_verification"


@pytest.fixture
def auditor(client: Client) -> User:
    person = make.staff(Role.AUDITOR)
    client.force_login(person)
    return person


def _text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, response.status_code
    return str(response.content.decode())


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SYSTEM_ADMIN])
def test_auditors_and_administrators_read_the_trail(client: Client, role: Role) -> None:
    client.force_login(make.staff(role))
    record("thing.saved", actor=None)
    for url in (reverse(LIST), reverse(PAGE, args=[AuditEvent.objects.first().pk]), reverse(VERIFICATION)):  # type: ignore[union-attr]
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("role", [Role.PROVINCE_APPROVER, Role.OPERATOR_OFFICER, Role.EXPERT])
def test_other_staff_do_not(client: Client, role: Role) -> None:
    client.force_login(make.staff(role))
    event = record("thing.saved", actor=None)
    for url in (reverse(LIST), reverse(PAGE, args=[event.pk]), reverse(VERIFICATION)):
        assert client.get(url).status_code == 403


def test_nobody_changes_or_deletes_here(client: Client, auditor: User) -> None:
    event = record("thing.saved", actor=None)
    assert client.get(reverse("admin:ledger_auditevent_add")).status_code == 403
    assert client.post(reverse("admin:ledger_auditevent_delete", args=[event.pk])).status_code == 403
    client.post(reverse(PAGE, args=[event.pk]), {"reason": "x"})
    assert AuditEvent.objects.get(pk=event.pk).reason == ""


def test_an_event_shows_who_what_when_why(client: Client, auditor: User) -> None:
    officer = make.user(name="王审核")
    event = record("user.reject", actor=officer, subject=officer, reason="材料<b>不实</b>", data={"字段": "产品名称"})
    text = _text(client, reverse(PAGE, args=[event.pk]))
    for shown in (
        "王审核",
        "user.reject",
        "材料&lt;b&gt;不实&lt;/b&gt;",
        "字段",
        "产品名称",
        event.digest,
        "等待下一次封存",
    ):
        assert shown in text


def test_an_event_can_be_verified_with_its_seal(client: Client, auditor: User) -> None:
    event = record("thing.saved", actor=None)
    seal()
    address = reverse(PAGE, args=[event.pk]) + "?verify=1"
    assert "核验通过" in _text(client, address)
    make.behind_the_triggers("UPDATE ledger_auditevent SET action = 'thing.other' WHERE id = %s", event.pk)
    text = _text(client, address)
    assert "核验不通过" in text
    assert "本事件的内容与登记时的摘要不一致" in text


def test_an_unknown_event_is_404(client: Client, auditor: User) -> None:
    for key in ("999999999", "abc", "9" * 30):
        assert client.get(reverse(PAGE, args=[key])).status_code == 404, key


def test_events_are_found_by_subject_person_action_and_request(client: Client, auditor: User) -> None:
    one, two = make.user("one@example.com"), make.user("two@example.com")
    first = record("alpha.saved", actor=one, subject=two)
    second = record("beta.saved", actor=two, subject=one)
    for term, found, hidden in (
        (f"accounts.user:{two.pk}", first, second),
        ("one@example.com", first, second),
        ("beta.", second, first),
        (str(second.pk), second, first),
    ):
        text = _text(client, f"{reverse(LIST)}?q={term}")
        assert reverse(PAGE, args=[found.pk]) in text
        assert reverse(PAGE, args=[hidden.pk]) not in text


def test_a_list_of_any_length_takes_the_same_queries(client: Client, auditor: User) -> None:
    def act() -> None:
        for officer in [make.user() for _ in range(5)] * 3:
            record("thing.saved", actor=officer, subject=officer)

    act()
    few, many = costs(opening(client, reverse(LIST)), act)
    assert many == few <= 9


def test_the_verification_page_names_a_broken_seal(client: Client, auditor: User) -> None:
    make.events(3)
    made = seal()
    assert made is not None
    text = _text(client, reverse(VERIFICATION))
    assert made.hash in text
    assert "完好（触发器始终启用）" in text
    assert f"第 1 号封存完好：{made.rows} 条事件与封存时一致" in _text(client, reverse(VERIFICATION) + "?seal=1")
    make.behind_the_triggers("UPDATE ledger_auditevent SET reason = 'x' WHERE id = %s", made.last_id)
    assert f"事件 {made.last_id}（thing.saved）" in _text(client, reverse(VERIFICATION) + "?seal=1")
    for nonsense in ("0", "-1", "abc", "9" * 30):
        assert "核验不通过" not in _text(client, f"{reverse(VERIFICATION)}?seal={nonsense}")


def test_a_lifted_trigger_is_shown_on_both_pages(client: Client, auditor: User) -> None:
    from django.db import connection

    name = AuditEvent._meta.triggers[0].get_pgid(AuditEvent)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE ledger_auditevent DISABLE TRIGGER {name}")
    for page in (LIST, VERIFICATION):
        assert "audit_event_rows 未始终启用" in _text(client, reverse(page))
