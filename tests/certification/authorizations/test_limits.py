"""A suspension has a last day: told before and on it; when it has passed, two people decide, and nothing ends by itself."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from certification.authorizations.sanctions.acts import confirm, propose
from certification.authorizations.states import Act, Cause
from certification.authorizations.suspensions.limits import over, tell_of_limits
from certification.models import Authorization, Suspension
from certification.tasks import remind
from tests import make
from tianfu.inbox.models import InboxMessage
from tianfu.workflow import clock as the_clock
from tianfu.workflow.door import advance
from tianfu.workflow.policies.values import set_policy
from tianfu.workflow.signatures.shown import NO_PAGE
from tianfu.workflow.work_items import Kind, waiting_for

pytestmark = pytest.mark.django_db
LAST = date(2026, 9, 1)  # three months after 1 June


@pytest.fixture
def suspended(issued, act, clock):
    authorization = issued()
    clock.set("2026-06-01")
    act(authorization)
    authorization.refresh_from_db()
    return authorization


def on(clock, day):
    """What the beat does on that day; the keys of what is told then."""
    clock.set(day)
    before = set(InboxMessage.objects.values_list("pk", flat=True))
    remind()
    kinds = InboxMessage.objects.exclude(pk__in=before).filter(key__startswith="suspension_").order_by("key")
    return sorted(set(kinds.values_list("key", flat=True)))


def listed(person):
    held = {waiting.source.key: waiting for waiting in waiting_for(person, Kind.TODO)}
    return [item.url for item in held["certification.over_limit"].items]


ENDING, OVER = ["suspension_ending", "suspension_ending_desk"], ["suspension_over", "suspension_over_desk"]


def test_holder_and_desk_are_told_before_and_on_the_last_day_and_the_desk_acts_from_the_day_after(
    suspended, pair, clock
):
    assert suspended.suspensions.get().limit_on == LAST
    page = f"/console/authorizations/{suspended.pk}/"
    told = {day: on(clock, day) for day in ("2026-08-01", "2026-08-02", "2026-08-03", "2026-08-25", "2026-08-31")}
    assert told == {
        "2026-08-01": [],
        "2026-08-02": ENDING,
        "2026-08-03": [],
        "2026-08-25": ENDING,
        "2026-08-31": [],
    }
    assert on(clock, "2026-09-01") == ENDING
    assert "今天届满" in InboxMessage.objects.filter(key="suspension_ending").latest("pk").body
    assert listed(pair[0]) == []
    assert on(clock, "2026-09-02") == OVER
    assert listed(pair[0]) == listed(pair[1]) == [page]
    assert on(clock, "2026-09-02") == on(clock, "2026-09-03") == []
    assert Authorization.objects.get(pk=suspended.pk).state == "suspended", "nothing ends by itself"
    message = InboxMessage.objects.get(key="suspension_over")
    assert (message.organisation, message.link) == (
        suspended.enterprise.organisation,
        f"/portal/authorizations/{suspended.pk}/",
    )
    desk = InboxMessage.objects.filter(key="suspension_over_desk")
    assert set(pair) <= {row.user for row in desk}
    assert {row.link for row in desk} == {page}


def test_after_days_without_a_run_only_what_holds_now_is_told(suspended, clock):
    assert on(clock, "2026-08-30") == ENDING
    assert InboxMessage.objects.filter(key="suspension_ending").count() == 1
    assert on(clock, "2026-09-20") == OVER


@pytest.mark.parametrize("what", [Act.WITHDRAW, Act.REINSTATE])
def test_two_people_decide_and_the_item_goes_with_the_proposal(suspended, pair, act, clock, what):
    on(clock, "2026-09-02")
    cause = Cause.MISUSE if what == Act.REINSTATE else ""
    seen = suspended.revision
    propose(suspended, what, user=pair[0], seen=seen, reason="期限已过", cause=cause)
    assert listed(pair[1]) == []
    waiting = {found.source.key: found for found in waiting_for(pair[1], Kind.SECOND)}
    assert len(waiting["certification.second"].items) == 1
    confirm(suspended.endorsements.standing().get(), user=pair[1], seen=seen, shown=NO_PAGE)
    assert on(clock, "2026-09-03") == []
    assert listed(pair[1]) == []


def test_a_cause_lifted_in_time_is_told_nothing_more(suspended, act, clock):
    clock.set("2026-08-20")
    act(suspended, Act.REINSTATE)
    for day in ("2026-08-25", "2026-09-01", "2026-09-02"):
        assert on(clock, day) == []


def test_a_mark_that_ends_before_is_no_work(suspended, pair, clock):
    Authorization.objects.filter(pk=suspended.pk).update(ends_on=date(2026, 8, 31))
    assert on(clock, "2026-09-01") == on(clock, "2026-09-02") == []
    assert listed(pair[0]) == []


def test_the_certificates_suspension_has_a_last_day_and_a_lost_certificate_its_own_deadline(issued, clock):
    clock.set("2026-03-02")
    authorization = issued()
    certificate = authorization.certificate
    clock.set("2026-11-30")
    issuer = make.member(certificate.body.organisation, sign=True)
    advance(certificate, "suspend", actor=issuer, seen=certificate.revision, note="监督审核未按期进行")
    row = authorization.suspensions.get(cause=Cause.CERTIFICATE)
    assert row.limit_on == date(2027, 2, 28), "the last day of a month that has no 30th"
    certificate.refresh_from_db()
    make.ended(certificate)
    assert authorization.suspensions.get(cause=Cause.CERTIFICATE_ENDED).limit_on is None


def test_the_limit_is_that_of_the_day_the_suspension_began(suspended, clock):
    day = the_clock.today()
    set_policy("suspension.max_months", 6, source="新办法", valid_from=day, actor=None, shown=NO_PAGE)
    assert suspended.suspensions.get().limit_on == LAST


def test_pages_of_both_sides_say_the_last_day(suspended, pair, signed_in):
    holder = signed_in(suspended.application.created_by)
    portal = holder.get(reverse("portal:authorization", args=[suspended.pk])).content.decode()
    assert "暂停期限至 2026 年 9 月 1 日" in portal
    console = signed_in(pair[0]).get(reverse("console:authorization", args=[suspended.pk])).content.decode()
    assert "期限至 9 月 1 日" in console


def test_suspensions_of_before_get_the_day_their_holder_was_told_of(suspended):
    Suspension.objects.update(limit_on=None)
    import_module("certification.migrations.0011_suspensions_have_a_last_day").last_days(apps, None)
    assert suspended.suspensions.get().limit_on == LAST


def test_rounds_and_list_cost_the_same_however_many_are_over(
    suspended, issued, act, pair, clock, django_assert_max_num_queries
):
    item = make.product(suspended.enterprise, "第二个产品")
    act(issued(item=item, person=suspended.application.created_by))
    clock.set("2027-01-20")
    assert [row.limit_on is not None for row in over(the_clock.today())] == [True, True]
    tell_of_limits(the_clock.today())
    with django_assert_max_num_queries(1 + 2 * 3):  # a savepoint and the question whether it was told, for each
        assert tell_of_limits(the_clock.today()) == 0
    assert len(listed(pair[0])) == 2
