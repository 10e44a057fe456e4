"""到期 shows at Beijing midnight whether a job ran or not; reminders come once a step."""

import json
from datetime import timedelta

import pytest

from certification.authorizations.rules import over_problems
from certification.authorizations.sanctions.acts import possible_acts, propose
from certification.authorizations.standing.history import officers_history, public_history
from certification.authorizations.states import Act
from certification.authorizations.term.expiry import expire_ended
from certification.changes.renewals.reminders import remind_of_expiry
from certification.models import Authorization
from certification.register.api.fields import BrandSerializer
from certification.register.search.statistics import true_today
from certification.register.verification import verify
from certification.tasks import expire
from tests import make
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import LogOutbox
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import NotPossible, advance

pytestmark = pytest.mark.django_db


def seen_by_list(authorization, day):
    return Authorization.objects.with_effective_state(day).get(pk=authorization.pk).effective


def seen_by_others(authorization, day):
    """What the verification and the API answer."""
    return verify(authorization.number, day).answer.value, BrandSerializer(authorization).data["status"]


def test_list_and_page_say_expired_from_beijing_midnight_without_any_job(issued, clock):
    authorization = issued()
    last = authorization.ends_on
    clock.set(f"{last}T23:59:30+08:00")
    today = the_clock.today()
    assert (today, authorization.effective_on(today), seen_by_list(authorization, today)) == (last, "active", "active")
    assert seen_by_others(authorization, today) == ("active", "active")
    clock.advance(minutes=1)
    today = the_clock.today()
    assert authorization.effective_on(today) == "expired"
    assert seen_by_list(authorization, today) == "expired"
    assert seen_by_others(authorization, today) == ("expired", "expired")
    assert Authorization.objects.get(pk=authorization.pk).state == "active"


def test_expiry_is_written_down_once_after_any_downtime_and_never_early(issued, clock):
    authorization = issued()
    assert expire_ended(authorization.ends_on) == 0
    clock.set(authorization.ends_on + timedelta(days=12))
    expire()
    expire()
    authorization.refresh_from_db()
    assert authorization.state == "expired"
    assert list(authorization.changes.values_list("transition", flat=True)) == ["activate", "expire"]


def reminders():
    return list(
        InboxMessage.objects.filter(key="authorization_expiring").order_by("pk").values_list("subject", flat=True)
    )


def test_each_step_is_reminded_of_exactly_once(issued, clock):
    authorization = issued("self_declaration")
    for step in (180, 90, 60, 30, 7, 0):
        for left in (step + 1, step, step, step - 1):
            remind_of_expiry(authorization.ends_on - timedelta(days=left))
    assert [subject.split(" ")[1] for subject in reminders()] == ["180", "90", "60", "30", "7"]


def test_after_downtime_only_the_step_that_holds_now_is_told(issued, clock):
    authorization = issued("self_declaration")
    assert remind_of_expiry(authorization.ends_on - timedelta(days=25)) == 1
    assert [subject.split(" ")[1] for subject in reminders()] == ["25"]
    assert remind_of_expiry(authorization.ends_on - timedelta(days=24)) == 0


def test_a_step_before_the_beginning_is_none(issued):
    authorization = issued("self_declaration")
    Authorization.objects.filter(pk=authorization.pk).update(ends_on=authorization.starts_on + timedelta(days=100))
    assert remind_of_expiry(authorization.starts_on) == 0
    assert remind_of_expiry(authorization.starts_on + timedelta(days=10)) == 1


def test_expiry_counts_from_the_day_after_the_end_whenever_the_job_ran(issued, clock):
    authorization = issued()
    clock.set(authorization.ends_on + timedelta(days=12))
    expire()
    authorization.refresh_from_db()
    first_day = authorization.ends_on + timedelta(days=1)
    entry = json.loads(LogOutbox.objects.get(entry__contains='"cert.expired"').entry)
    assert entry["since"] == first_day.isoformat()
    newest = public_history(authorization, the_clock.today())[0]
    assert newest["at"] == the_clock.start_of(first_day)
    assert newest["note"] == f"登记时间 {authorization.changes.last().at.astimezone(the_clock.CHINA):%Y-%m-%d %H:%M}"
    assert officers_history(authorization)[0]["at"] == the_clock.start_of(first_day)


def test_the_public_history_says_the_end_before_any_job_has_written_it_and_once(issued, clock):
    authorization = issued()
    ends = authorization.ends_on
    told = [[event["what"] for event in public_history(authorization, day)] for day in (ends, ends + timedelta(days=1))]
    assert told == [["授权生效并公布"], ["授权到期", "授权生效并公布"]]
    newest = public_history(authorization, ends + timedelta(days=1))[0]
    assert (newest["at"], newest["who"]) == (the_clock.end_of(ends), "系统")
    clock.set(ends + timedelta(days=2))
    expire()
    assert [event["what"] for event in public_history(authorization, the_clock.today())] == told[1]


def test_after_the_end_no_act_is_possible_though_no_job_has_run(issued, clock):
    authorization = issued()
    operator = make.officer(Role.OPERATOR_OFFICER)
    clock.set(authorization.ends_on)
    assert possible_acts(authorization) == [Act.SUSPEND, Act.CANCEL, Act.WITHDRAW]
    assert over_problems(authorization) == []
    clock.advance(days=1)
    assert (possible_acts(authorization), len(over_problems(authorization))) == ([], 1)
    with pytest.raises(NotPossible, match="过期"):
        propose(authorization, Act.CANCEL, user=operator, seen=authorization.revision, reason="企业申请注销")


def test_a_certificate_suspended_after_the_end_leaves_the_ended_mark_alone(issued, clock):
    authorization = issued()
    certificate = authorization.certificate
    issuer = make.member(certificate.body.organisation, sign=True)
    clock.set(authorization.ends_on + timedelta(days=1))
    advance(certificate, "suspend", actor=issuer, seen=certificate.revision, note="监督审核未按期进行")
    assert not authorization.suspensions.exists()
    assert list(authorization.changes.values_list("transition", flat=True)) == ["activate"]


def test_the_home_counts_as_in_force_what_is_neither_suspended_nor_over(issued, clock):
    authorization = issued()
    last, today = authorization.ends_on, the_clock.today()
    after = last + timedelta(days=1)
    assert [true_today(day)["active"] for day in (today, last, after)] == [1, 1, 0]
    assert [true_today(day)["this_year"] for day in (today, after)] == [1, 0]
    make.ended(authorization.certificate)
    assert Authorization.objects.get(pk=authorization.pk).state == "suspended"
    assert true_today(today)["active"] == 0
