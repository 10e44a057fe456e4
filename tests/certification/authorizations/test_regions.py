"""The console of one prefecture shows nothing of another: every list, page and act by id, and the files behind them."""

import re

import pytest
from django.urls import reverse

from applications.enterprises.changes.acts import file_change
from applications.models import EnterpriseClaim
from certification.authorizations.sanctions.acts import propose
from certification.authorizations.states import Act, Cause
from certification.authorizations.suspensions.restorations.acts import file_restoration
from certification.models import Authorization, Replacement, Restoration
from tests import make
from tests.certification.duties.usages.make import usage
from tianfu.accounts.roles import Role
from tianfu.urls.console import urlpatterns
from tianfu.workflow import clock as the_clock

pytestmark = pytest.mark.django_db
HOME, ELSEWHERE = "510100", "510300"
DESKS = (Role.PREFECTURE_OFFICER, Role.PREFECTURE_APPROVER)
# Addresses by id that are not of one region: whoever holds their role keeps them for the whole province.
# Bodies, the item list and the yearly plan belong to the whole province; every desk reads them.
PROVINCE_WIDE = {"body", "term_begin", "term_end", "inspection_item", "yearly_plan"}
LISTS = (
    "authorizations",
    "restorations",
    "replacements",
    "usages",
    "work_list",
    "claims",
    "enterprise_changes",
    "home",
    "second",
)


def addresses(patterns=urlpatterns):
    """Name and address of each page of the console with a number in it."""
    for entry in patterns:
        if hasattr(entry, "url_patterns"):
            yield from addresses(entry.url_patterns)
        elif "<int:" in str(entry.pattern):
            yield entry.name, re.findall(r"<\w+:(\w+)>", str(entry.pattern))


@pytest.fixture
def scene(issued, act, pair, clock):
    """One of everything in Chengdu: `scene[kind]` its key."""
    mark = issued()
    used = usage(mark)
    enterprise, owner = mark.enterprise, mark.application.created_by
    act(mark)
    restoration = file_restoration(
        mark.suspensions.get(), user=owner, kind="request", text="已更换。", uploads=[make.pdf("改正照片.pdf")]
    )
    mark = Authorization.objects.get(pk=mark.pk)
    proposal = propose(mark, Act.CANCEL, user=pair[0], seen=mark.revision, reason="停产")
    replacement = Replacement.objects.create(
        authorization=mark, certificate=mark.certificate, cause=Cause.CERTIFICATE_ENDED, opened_at=the_clock.now(),
        due_on=the_clock.today(),
    )  # fmt: skip
    claim = EnterpriseClaim.objects.create(
        enterprise=enterprise, user=owner, licence=make.stored_file("执照.pdf", purpose="licence"),
        claimed_at=the_clock.now(),
    )  # fmt: skip
    change = file_change(
        enterprise, "rename",
        {"new_name": "新名称有限公司", "valid_from": the_clock.today(), "explanation": ""},
        [make.pdf("通知书.pdf")], user=owner,
    )  # fmt: skip
    mark.downloads.create(file=mark.marks.first().file, downloaded_by=owner, downloaded_at=the_clock.now())
    return {
        "mark": mark, "restoration": restoration, "proposal": proposal, "replacement": replacement, "claim": claim,
        "usage": used,
        "change": change, "owner": owner,
    }  # fmt: skip


def arguments(name, keys, scene):
    case = scene["mark"].application_id
    first = {
        "authorization": scene["mark"].pk, "propose": scene["mark"].pk, "proposal": scene["mark"].pk,
        "restoration": scene["restoration"].pk, "replacement": scene["replacement"].pk,
        "usage": scene["usage"].pk,
        "claim": scene["claim"].pk, "enterprise_change": scene["change"].pk,
    }.get(name, case)  # fmt: skip
    values = {"pk": first, "act": "cancel", "item": scene["proposal"].pk}
    return {key: values[key] for key in keys}


def test_another_prefectures_desks_open_no_page_and_do_no_act_by_id(client, scene):
    # Addresses with other keys are none of a case or a mark: their own subjects walk them.
    own = [
        (name, keys) for name, keys in addresses() if name not in PROVINCE_WIDE and set(keys) <= {"pk", "act", "item"}
    ]
    assert len(own) > 35
    for role in DESKS:
        client.force_login(make.officer(role, ELSEWHERE))
        for name, keys in own:
            address = reverse(f"console:{name}", kwargs=arguments(name, keys, scene))
            for method in (client.get, client.post):
                assert method(address).status_code in (403, 404, 405), (role, address)


def test_no_list_of_the_console_names_what_is_elsewhere(client, scene):
    mark = scene["mark"]
    for role in DESKS:
        client.force_login(make.officer(role, ELSEWHERE))
        for name in LISTS:
            answer = client.get(reverse(f"console:{name}"), {"all": "1", "q": "", "view": "all"})
            text = answer.content.decode()
            for word in (mark.holder_name, mark.product_name, mark.number, mark.application.number):
                assert word not in text, (role, name, word)


def test_the_own_prefecture_finds_them_in_the_lists(client, scene):
    client.force_login(make.officer(Role.PREFECTURE_OFFICER, HOME))
    for name in ("authorizations", "restorations", "replacements", "usages", "claims", "enterprise_changes"):
        text = client.get(reverse(f"console:{name}")).content.decode()
        assert scene["mark"].product_name in text or scene["mark"].holder_name in text, name
    assert client.get(f"/console/authorizations/{scene['mark'].pk}/").status_code == 200


def test_no_file_of_another_prefecture_is_handed_out(client, scene):
    mark = scene["mark"]
    files = [
        mark.marks.first().file,
        mark.certificate.file,
        scene["claim"].licence,
        scene["restoration"].files.first().file,
        scene["usage"].pictures.first().file,
        scene["change"].evidence.first().file,
        mark.application.evidence.first().file,
    ]
    for role in DESKS:
        client.force_login(make.officer(role, ELSEWHERE))
        for file in files:
            assert client.get(reverse("files:download", args=[file.pk, file.name])).status_code == 404, file.purpose


def test_the_province_sees_all_and_a_second_role_of_another_kind_opens_no_region(scene):
    mark = scene["mark"]
    for role in (Role.OPERATOR_OFFICER, Role.PROVINCE_OFFICER, Role.AUDITOR):
        person = make.officer(role)
        assert Authorization.objects.on_console_for(person).get() == mark
        assert Restoration.objects.on_console_for(person).get() == scene["restoration"]
    both = make.officer(Role.PREFECTURE_OFFICER, ELSEWHERE)
    make.grant(both, Role.PREFECTURE_APPROVER, ELSEWHERE)
    assert not Authorization.objects.on_console_for(both).exists()
    assert not type(scene["change"]).objects.on_console_for(both).exists()


@pytest.mark.parametrize(
    ("role", "named"),
    [
        (Role.OPERATOR_OFFICER, True),
        (Role.AUDITOR, True),
        (Role.PROVINCE_OFFICER, False),
        (Role.PROVINCE_APPROVER, False),
        (Role.PREFECTURE_OFFICER, False),
    ],
)
def test_who_downloaded_is_named_only_to_those_who_look_into_misuse(client, scene, role, named):
    scene["owner"].name = "下载人丁"
    scene["owner"].save()
    client.force_login(make.officer(role, HOME if role == Role.PREFECTURE_OFFICER else None))
    text = client.get(f"/console/authorizations/{scene['mark'].pk}/").content.decode()
    part = text[text.index("下载记录") :]
    assert ("下载人丁" in part, "企业成员" in part) == (named, not named)
