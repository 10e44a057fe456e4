"""The numbers of the register are kept while it changes, and are always those that counting would give."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.models import Count

from certification.authorizations.lookup import counts
from certification.authorizations.states import Act, AuthorizationState
from certification.authorizations.term.expiry import expire_ended
from certification.models import Authorization, AuthorizationCount
from certification.register.public.sanctions import count_of, sanctioned
from certification.register.search.query import Query, search
from certification.register.search.statistics import true_today
from certification.register.search.tally import tally
from tests import make
from tests.certification.authorizations.test_sanctions import act
from tests.certification.register.test_public_site import copies
from tests.queries import cost
from tests.threads import together
from tianfu.workflow import clock as the_clock

pytestmark = pytest.mark.django_db
S = AuthorizationState


def counted(day: date) -> dict[str, int]:
    """By looking at every row."""
    rows = Authorization.objects.published().with_effective_state(day).order_by()
    return dict(rows.values_list("effective").annotate(Count("pk")))


def kept(day: date) -> dict[str, int]:
    found = {state.value: counts.effective(state, day) for state in S}
    assert counts.published() == sum(found.values())
    return {state: number for state, number in found.items() if number}


@pytest.fixture
def mark(reference, clock):
    return make.issued(clock_fixture=clock)


def test_each_passage_moves_one(mark, pair):
    today = the_clock.today()
    seen = [kept(today)]
    for what in (Act.SUSPEND, Act.REINSTATE, Act.WITHDRAW):
        act(mark, pair, what)
        assert kept(today) == counted(today)
        seen.append(kept(today))
    assert seen == [{"active": 1}, {"suspended": 1}, {"active": 1}, {"withdrawn": 1}]


def test_what_is_not_published_is_not_counted(reference, clock):
    pending = make.authorization(clock_fixture=clock)
    assert (pending.state, kept(the_clock.today()), AuthorizationCount.objects.count()) == ("pending", {}, 0)


def test_the_end_counts_from_its_midnight_and_is_not_counted_twice_once_it_is_written(mark, clock):
    clock.set(mark.ends_on)
    assert kept(mark.ends_on) == counted(mark.ends_on) == {"active": 1}
    clock.advance(days=1)
    after = mark.ends_on + timedelta(days=1)
    assert kept(after) == counted(after) == {"expired": 1}
    expire_ended(after)
    mark.refresh_from_db()
    assert (mark.state, kept(after)) == ("expired", {"expired": 1})


def test_what_is_taken_back_was_never_counted(mark, pair):
    with transaction.atomic():
        act(mark, pair, Act.SUSPEND)
        assert kept(the_clock.today()) == {"suspended": 1}
        transaction.set_rollback(True)
    assert kept(the_clock.today()) == {"active": 1}


def test_whatever_writes_the_rows_is_counted(mark):
    copies(mark, ["甲", "乙", "丙"])
    today = the_clock.today()
    assert kept(today) == counted(today) == {"active": 4}
    Authorization.objects.filter(product_name="甲").update(state=S.CANCELLED)
    Authorization.objects.filter(product_name="乙").update(published_at=None, state=S.PENDING)
    Authorization.objects.filter(product_name="丙").update(holder_name="改了别的")
    assert kept(today) == counted(today) == {"active": 2, "cancelled": 1}


def test_folding_and_counting_anew_change_no_number(mark, pair):
    copies(mark, ["甲", "乙"])
    act(mark, pair, Act.SUSPEND)
    today = the_clock.today()
    before = kept(today)
    assert AuthorizationCount.objects.count() == 5
    counts.fold()
    assert (kept(today), AuthorizationCount.objects.count()) == (before, 2)
    AuthorizationCount.objects.all().delete()
    counts.count_anew()
    assert (kept(today), before) == (before, {"active": 2, "suspended": 1})


def test_the_home_says_what_is_true_today(mark, pair, clock):
    copies(mark, ["甲"])
    today = the_clock.today()
    assert true_today(today) == {"active": 2, "this_year": 2, "noticed": 0}
    act(mark, pair, Act.WITHDRAW)
    assert true_today(today) == {"active": 1, "this_year": 2, "noticed": 0}
    assert true_today(date(today.year + 1, 1, 1))["this_year"] == 0


def test_the_list_and_each_state_of_it_say_how_many_without_counting(mark, pair):
    copies(mark, ["甲", "乙"])
    act(mark, pair, Act.SUSPEND)
    today = the_clock.today()
    for status in ("", *S.values):
        query = Query(status=status)
        found = tally(query, today)
        assert (found.number, found.exact) == (len(search(query, today).rows), True), status
    assert tally(Query(), today).number == 3
    assert tally(Query(region="510100"), today).number == 3


def test_suspensions_and_withdrawals_are_listed_from_their_passages(mark, pair, client):
    copies(mark, ["甲"])
    today = the_clock.today()
    assert (count_of(today), list(sanctioned(today))) == (0, [])
    for what, listed in ((Act.SUSPEND, 1), (Act.REINSTATE, 0), (Act.SUSPEND, 1), (Act.WITHDRAW, 1)):
        act(mark, pair, what)
        assert (count_of(today), [row.subject_id for row in sanctioned(today)]) == (listed, [mark.pk] * listed)
    assert mark.product_name in client.get("/sanctions/").content.decode()


def test_a_suspended_mark_that_has_ended_is_listed_no_more(mark, pair, clock):
    act(mark, pair, Act.SUSPEND)
    clock.set(mark.ends_on + timedelta(days=1))
    today = the_clock.today()
    assert (count_of(today), list(sanctioned(today))) == (0, [])


def test_the_numbers_cost_the_same_however_many_there_are(mark):
    few = cost(lambda: true_today(the_clock.today()))
    copies(mark, ["甲", "乙", "丙", "丁"])
    assert (few, cost(lambda: true_today(the_clock.today()))) == (1, 1)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_folding_twice_at_once_loses_and_doubles_nothing(reference):
    for state, number in (("active", 5), ("active", -2), ("expired", 1)):
        AuthorizationCount.objects.create(state=state, year=2026, number=number)
    assert together(4, lambda _: counts.fold()) == [None] * 4
    rows = AuthorizationCount.objects.order_by("state").values_list("state", "number")
    assert list(rows) == [("active", 3), ("expired", 1)]
