import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.queries import costs, opening
from tianfu.accounts.grants.proposals import confirm_grant
from tianfu.accounts.models import GrantProposal, Membership, Organisation, OrganisationKind, User
from tianfu.accounts.regions.reference import load_regions
from tianfu.accounts.roles import Role
from tianfu.inbox.models import OutgoingMail
from tianfu.ledger.models import AuditEvent

from . import make

pytestmark = pytest.mark.django_db

REASON = {"reason": "任命文件〔2026〕12 号", "password_or_code": make.PASSWORD}


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, "tianfu.accounts.backends.RoleBackend")
    return client


@pytest.fixture
def admin() -> User:
    load_regions()
    return make.administrator("admin@example.com")


@pytest.fixture
def client(admin: User) -> Client:
    return _signed_in(admin)


def _url(name: str, *args: int) -> str:
    return reverse(f"admin:accounts_{name}", args=args)


def _errors(response: object) -> dict[str, list[str]]:
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


NEW = {"name": "赵敏", "email": "Zhao.Min@example.com", "role": "prefecture_officer", "region": "510100", **REASON}


def test_a_new_officer_gets_a_role_a_region_and_a_link_to_set_the_password(
    admin: User, client: Client, django_capture_on_commit_callbacks: object
) -> None:
    second = make.administrator()
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(_url("user_create"), NEW)
    person = User.objects.get(email="zhao.min@example.com")
    assert response["Location"] == _url("user_change", person.pk)
    assert (person.role_grants.count(), OutgoingMail.objects.filter(key="staff_invited").count()) == (0, 0)
    with django_capture_on_commit_callbacks(execute=True):
        confirm_grant(GrantProposal.objects.get(), actor=second, reason="已核对", identity="totp")
    grant = person.role_grants.get()
    assert (grant.role, grant.region_id, grant.granted_by, grant.confirmed_by, grant.reason) == (
        Role.PREFECTURE_OFFICER,
        "510100",
        admin,
        second,
        REASON["reason"],
    )
    assert not person.has_usable_password()
    (sent,) = OutgoingMail.objects.filter(key="staff_invited")
    assert (sent.to, "您的工作账号已开通，请设置密码" in sent.subject) == ("zhao.min@example.com", True)
    link = next(word for word in sent.body_text.split() if "/password/reset/key/" in word)
    guest = Client()
    page = guest.get(link.removeprefix("http://localhost:8000"), follow=True)
    new = "a sentence of her own"
    guest.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert guest.post("/account/login/", {"login": person.email, "password": new})["Location"] == "/account/done/"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("email", "ADMIN@example.com", "已被使用"),
        ("email", "zhao", "电子邮箱格式不对"),
        ("role", "", "请填写角色。"),
        ("role", "superuser", ""),
        ("reason", " ", "请填写理由。"),
        ("password_or_code", "wrong", "不正确"),
    ],
)
def test_a_refused_officer_leaves_nothing_behind(client: Client, field: str, value: str, words: str) -> None:
    make.administrator()
    response = client.post(_url("user_create"), {**NEW, field: value})
    assert response.status_code == 422
    assert any(words in error for error in _errors(response)[field])
    assert (User.objects.count(), GrantProposal.objects.count(), mail.outbox) == (2, 0, [])


def test_a_prefecture_role_without_region_is_refused_on_top(client: Client) -> None:
    response = client.post(_url("user_create"), {**NEW, "region": ""})
    assert "须选择负责的市" in _errors(response)["__all__"][0]
    assert User.objects.count() == 1


def test_posting_privileges_as_fields_changes_nothing(client: Client) -> None:
    make.administrator()
    client.post(_url("user_create"), {**NEW, "is_superuser": "1", "is_staff": "", "is_active": ""})
    person = User.objects.get(email="zhao.min@example.com")
    assert (person.is_superuser, person.is_staff, person.is_active) == (False, False, True)
    assert client.post(_url("user_change", person.pk), {"is_superuser": "1"}).status_code == 200
    assert not User.objects.get(pk=person.pk).is_superuser


def test_roles_are_granted_and_ended_with_reason(admin: User, client: Client) -> None:
    person, second = make.user(), make.administrator()
    assert client.post(_url("user_grant", person.pk), {"role": "expert", "region": "", **REASON}).status_code == 302
    confirm_grant(GrantProposal.objects.get(), actor=second, reason="已核对", identity="totp")
    grant = person.role_grants.get()
    clash = client.post(_url("user_grant", person.pk), {"role": "auditor", **REASON})
    assert "不能由同一人担任" in _errors(clash)["__all__"][0]
    assert client.post(_url("user_end", person.pk, grant.pk), REASON).status_code == 302
    grant.refresh_from_db()
    assert (grant.ended_by, grant.end_reason) == (admin, REASON["reason"])


def test_a_grant_of_another_person_is_not_found(client: Client) -> None:
    grant = make.staff(Role.EXPERT).role_grants.get()
    assert client.post(_url("user_end", make.user().pk, grant.pk), REASON).status_code == 404


def test_asking_with_get_changes_nothing(client: Client) -> None:
    person = make.staff(Role.EXPERT)
    grant = person.role_grants.get()
    for url in (
        _url("user_grant", person.pk),
        _url("user_end", person.pk, grant.pk),
        _url("user_disable", person.pk),
        _url("user_enable", person.pk),
    ):
        assert client.get(url, REASON).status_code == 200
    assert client.get(_url("user_invite", person.pk)).status_code == 405
    assert User.objects.get(pk=person.pk).roles == frozenset({Role.EXPERT})


def test_an_account_is_closed_and_its_sessions_with_it(client: Client) -> None:
    person = make.staff(Role.EXPERT)
    theirs = Client()
    theirs.post("/account/login/", {"login": person.email, "password": make.PASSWORD})
    assert client.post(_url("user_disable", person.pk), REASON).status_code == 302
    assert theirs.get("/console/").status_code == 302
    answer = Client().post("/account/login/", {"login": person.email, "password": make.PASSWORD})
    assert answer["Location"] == "/account/inactive/"
    assert client.post(_url("user_enable", person.pk), REASON).status_code == 302
    assert User.objects.get(pk=person.pk).is_active


def test_an_administrator_cannot_act_on_themselves(admin: User, client: Client) -> None:
    make.administrator()
    for url, data in (
        (_url("user_grant", admin.pk), {"role": "expert", **REASON}),
        (_url("user_end", admin.pk, admin.role_grants.get().pk), REASON),
        (_url("user_disable", admin.pk), REASON),
    ):
        response = client.post(url, data)
        assert (response.status_code, "自己" in _errors(response)["__all__"][0]) == (422, True)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SYSTEM_ADMIN])
def test_nobody_else_changes_access_even_by_the_address(role: Role) -> None:
    client = _signed_in(make.staff(role))
    person = make.staff(Role.EXPERT)
    for url in (
        _url("user_create"),
        _url("user_grant", person.pk),
        _url("user_end", person.pk, person.role_grants.get().pk),
        _url("user_disable", person.pk),
        _url("user_enable", person.pk),
        _url("user_invite", person.pk),
        _url("organisation_create"),
    ):
        assert (url, client.post(url, {**NEW, **REASON}).status_code) == (url, 403)


def test_the_auditor_sees_everything_and_finds_no_button() -> None:
    make.administrator()
    person, enterprise = make.staff(Role.EXPERT), make.member(manage=True).organisation
    client = _signed_in(make.staff(Role.AUDITOR))
    for url in (
        _url("user_changelist"),
        _url("user_change", person.pk),
        _url("organisation_changelist"),
        _url("organisation_change", enterprise.pk),
        _url("rolegrant_changelist"),
        _url("membership_changelist"),
        _url("region_changelist"),
    ):
        page = client.get(url)
        assert (url, page.status_code) == (url, 200)
        assert not [
            word for word in ("新建人员", "授予角色</a>", "停用账号", "登记机构") if word in page.content.decode()
        ]


def test_others_do_not_see_the_lists_of_people() -> None:
    client = _signed_in(make.staff(Role.EXPERT))
    assert client.get(_url("user_changelist")).status_code == 403
    assert client.get(_url("user_change", make.user().pk)).status_code == 403


def test_rows_are_never_added_changed_or_deleted_by_the_admin_site(client: Client) -> None:
    person = make.user()
    for url in (
        _url("user_add"),
        _url("user_delete", person.pk),
        _url("rolegrant_add"),
        _url("membership_add"),
        _url("organisation_add"),
    ):
        assert (url, client.post(url, {"post": "yes"}).status_code) == (url, 403)


def test_a_body_is_registered_with_its_first_manager(
    client: Client, django_capture_on_commit_callbacks: object
) -> None:
    data = {
        "kind": "certification_body",
        "name": "蓉检认证有限公司",
        "uscc": " 91110000 600037341l",
        "region": "510100",
        "manager_name": "孙丽",
        "manager_email": "sun@example.com",
        **REASON,
    }
    with django_capture_on_commit_callbacks(execute=True):
        client.post(_url("organisation_create"), data)
    body = Organisation.objects.get()
    assert (body.kind, body.uscc) == (OrganisationKind.CERTIFICATION_BODY, "91110000600037341L")
    membership = Membership.objects.get()
    assert (membership.user.email, membership.can_manage, membership.user.is_staff) == ("sun@example.com", True, False)
    assert [sent.to for sent in OutgoingMail.objects.filter(key="staff_invited")] == ["sun@example.com"]
    told = AuditEvent.objects.filter(action__in=["organisation.founded", "account.created"]).order_by("pk")
    assert [(event.action, event.reason, event.data["identity"]) for event in told] == [
        ("account.created", REASON["reason"], "password"),
        ("organisation.founded", REASON["reason"], "password"),
    ]
    closed = make.user("closed@example.com", is_active=False)
    other = {**data, "uscc": make.uscc(), "manager_email": closed.email}
    assert _errors(client.post(_url("organisation_create"), other))["manager_email"] == [
        "这个账号已停用，请先恢复，或另选一位管理员。"
    ]
    again = client.post(_url("organisation_create"), {**data, "name": "另一家"})
    assert "已经登记" in _errors(again)["uscc"][0]
    assert (Organisation.objects.count(), User.objects.count()) == (1, 3)


def test_enterprises_are_not_registered_here(client: Client) -> None:
    data = {"kind": "enterprise", "name": "x", "manager_name": "y", "manager_email": "z@example.com", **REASON}
    assert list(_errors(client.post(_url("organisation_create"), data))) == ["kind"]


def test_the_list_of_people_costs_the_same_for_many(client: Client) -> None:
    def more() -> None:
        for _ in range(6):
            make.staff(Role.PREFECTURE_OFFICER, Role.PREFECTURE_APPROVER)

    more()
    few, many = costs(opening(client, _url("user_changelist") + "?role=prefecture_officer"), more)
    assert many == few <= 15  # one of them counts the roles that wait in 待我复核
