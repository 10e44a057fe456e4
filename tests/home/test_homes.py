"""Every role lands on a home that says what waits and what to do; every number leads to the list it counts."""

import re

import pytest
from django.urls import reverse

from applications.review.work.handlers import take
from tests import make
from tests.some import some
from tianfu.accounts.models import User
from tianfu.accounts.roles import REGION_REQUIRED, Role
from tianfu.inbox.models.mail import OutgoingMail
from tianfu.ledger.audit.records import record
from tianfu.workflow.models import Job

pytestmark = pytest.mark.django_db


def home(client, person):
    client.force_login(User.objects.get(pk=person.pk))
    answer = client.get(reverse("console:home"))
    assert answer.status_code == 200
    return answer.content.decode()


def part(page, key):
    """The words of one part of the home; empty when the person has no such part."""
    found = re.search(rf'id="part-{key}">.*?(?=id="part-|</main>)', page, re.S)
    return found[0] if found else ""


@pytest.mark.parametrize("role", Role)
def test_no_home_is_empty(client, reference, role):
    page = home(client, make.officer(role, "510100" if role in REGION_REQUIRED else None))
    assert role.label in page
    said = [words for words in ("现在没有等您办理", "请", "会列在这里") if words in page]
    assert said != []


def test_signing_in_leads_staff_to_their_home(client, reference):
    client.force_login(make.officer(Role.OPERATOR_OFFICER))
    assert client.get(reverse("after_sign_in"))["Location"] == reverse("console:home")


def test_what_waits_comes_first_then_what_is_late_then_what_moved(client, reference, clock):
    people = make.staff()
    clock.set("2026-03-02")
    late = make.filed()
    clock.set("2026-03-11")
    new = make.filed(item=make.product(late.enterprise, "餐边柜"), person=late.created_by)
    page = home(client, people["prefecture"])
    assert page.index('id="part-waiting"') < page.index('id="part-late"') < page.index('id="part-new"')
    assert [number in part(page, "waiting") for number in (late.number, new.number)] == [True, True]
    assert "请核对材料是否齐全" in part(page, "waiting")
    assert (late.number in part(page, "late"), new.number in part(page, "late")) == (True, False)
    assert (late.number in part(page, "new"), new.number in part(page, "new")) == (False, True)


def test_a_case_held_by_a_colleague_does_not_wait_for_me(client, reference):
    people, colleague = make.staff(), make.officer(Role.PREFECTURE_OFFICER, "510100")
    case = make.filed()
    take(case, user=colleague)
    assert case.number not in part(home(client, people["prefecture"]), "waiting")
    assert case.number in part(home(client, colleague), "waiting")


def test_every_number_leads_to_a_list_of_so_many(client, reference, clock):
    """Bars and counts of an officer's home, each followed to its list."""
    people = make.staff()
    first = make.filed()
    for name in ("餐边柜", "茶几"):
        make.filed(item=make.product(first.enterprise, name), person=first.created_by)
    make.advance_to(first, "prefecture_review", people, clock)
    page = home(client, people["prefecture"])
    counts = re.findall(r'class="count" href="(/console/work/[^"]*)">(\d+)<', page)
    bars = re.findall(
        r'<a href="(/console/work/[^"]*)"><span class="name">[^<]*</span><span class="number">(\d+)<', page
    )
    assert len(counts) >= 2 and len(bars) >= 5
    for url, number in [*counts, *bars]:
        shown = client.get(url.replace("&amp;", "&")).content.decode()
        assert shown.count('class="open"') == int(number), url


def test_administrator_sees_parked_jobs_undelivered_mails_and_waiting_accounts(client, reference, clock):
    admin, now = make.officer(Role.SYSTEM_ADMIN), clock.set("2026-03-02")
    job = Job.objects.create(kind="test.kind", key="k1", state=Job.State.PARKED, created_at=now, finished_at=now,
                             last_error="存储空间不足")  # fmt: skip
    late = Job.objects.create(kind="mail", key="mail:1", created_at=now, attempts=1, last_error="450 稍后再试")
    mail = OutgoingMail.objects.create(to="a@example.test", sender="b@example.test", subject="补正通知", body_text="正文",
                                       key="x", job=late)  # fmt: skip
    invited = make.officer(Role.EXPERT)
    waiting = part(home(client, admin), "waiting")
    for url, words in (
        (reverse("admin:workflow_job_change", args=[job.pk]), "存储空间不足"),
        (reverse("admin:inbox_outgoingmail_change", args=[mail.pk]), "450 稍后再试"),
        (reverse("admin:accounts_user_change", args=[invited.pk]), "尚未登录"),
    ):
        assert f'href="{url}"' in waiting and words in waiting
        assert client.get(url).status_code == 200
    for url in some(re.findall(r'class="count" href="([^"]*)"', waiting)):
        assert client.get(url.replace("&amp;", "&")).status_code == 200, url


def test_auditor_sees_notable_acts_and_where_to_check_seals_and_log(client, reference, clock):
    auditor, admin = make.officer(Role.AUDITOR), make.officer(Role.SYSTEM_ADMIN)
    clock.set("2026-03-02")
    old = record("policy.set", actor=admin, reason="旧的")
    clock.set("2026-03-10")
    event = record("application.exported", actor=admin, reason="月度通报")
    record("application.take", actor=admin)
    page = home(client, auditor)
    news = part(page, "new")
    assert reverse("admin:ledger_auditevent_change", args=[event.pk]) in news and "月度通报" in news
    assert reverse("admin:ledger_auditevent_change", args=[old.pk]) not in news
    for url in (reverse("admin:ledger_auditevent_verification"), reverse("log:page")):
        assert f'href="{url}"' in part(page, "waiting")
        assert client.get(url).status_code == 200
    listed = re.search(r'class="count" href="(/console/ledger/[^"]*action__in[^"]*)"', news)[1].replace("&amp;", "&")
    assert client.get(listed).status_code == 200
