"""A stateful walk: anybody tries anything at any time, over whole cases of every programme and route."""

import os
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from applications.cases.stages.clock import pauses_since
from applications.cases.states import FINAL, ApplicationState
from applications.models import Application, Batch, Programme
from applications.review.stages.public_notice.tasks import close_notices
from applications.tasks import lapse
from certification.authorizations.states import ENDED
from certification.models import Authorization, CertificationBody
from certification.tasks import expire
from tests import make
from tests.clock import Clock
from tests.walks.cases import laws
from tests.walks.cases.acts import CASE_ACTS, MARK_ACTS
from tests.walks.cases.people import everybody
from tianfu.workflow import clock as now
from tianfu.workflow.calendar.due import due_date
from tianfu.workflow.door import Refused
from tianfu.workflow.jobs import run_due

NAMES = (
    "prefecture", "prefecture_second", "operator", "operator_second", "province", "province_second", "two_desks",
    "signer", "colleague", "body", "viewer", "left", "competitor", "other_prefecture", "auditor", "visitor",
)  # fmt: skip
# What two of the operator do more often than end a mark.
BY_TWO = ("suspend_misuse", "suspend_misuse", "suspend_quality", "reinstate_misuse", "reinstate_quality", "withdraw")
REFUSALS = (Refused, ValidationError, PermissionDenied)


class Walk(RuleBasedStateMachine):
    """One case from its draft to the end of its mark. Every example is rolled back."""

    route: ClassVar[str]
    clock: ClassVar[Clock]

    def __init__(self) -> None:
        super().__init__()
        self.place = transaction.savepoint()
        self.clock.set("2026-03-02")
        item = make.product(make.enterprise())
        body = CertificationBody.objects.first() or make.body()
        self.people = everybody(item.enterprise, body.organisation)
        assert tuple(self.people.all) == NAMES
        case = make.draft(self.route, person=self.people.desks["signer"], item=item)
        self.case_pk = case.pk
        self.left: tuple[Any, list[tuple[str | None]]] | None = (
            None  # within one rule: the row, as the last refusal left it
        )

    def teardown(self) -> None:
        event(f"the case ends {self.case.state}, the mark {self.mark.state if self.mark else 'not at all'}")
        transaction.savepoint_rollback(self.place)

    @property
    def case(self) -> Application:
        return Application.objects.get(pk=self.case_pk)

    @property
    def mark(self) -> Authorization | None:
        return Authorization.objects.filter(application_id=self.case_pk).first()

    def _try(self, row: Any, act: Callable[[], Any]) -> bool:
        """Whether it was done; what is refused has changed nothing."""
        before = self.left[1] if self.left is not None and self.left[0] == row else _picture(row)
        self.left = refused = None
        try:
            with transaction.atomic():
                act()
        except REFUSALS as refusal:
            refused = refusal
        if refused is not None:
            assert str(refused), "a refusal without a sentence"
            after = _picture(row)
            assert after == before, f"refused ({refused}), and yet something was written"
            self.left = row, after
        return refused is None

    @initialize(
        until=st.sampled_from(["draft", "first", "approval", "approval", "agreement", "authorized", "authorized"]),
        by=st.sampled_from(["prefecture", "two_desks"]),
    )
    def the_case_has_come_so_far(self, until: str, by: str) -> None:
        """Half of the time one officer has prepared it who holds a role at the decision too."""
        if until != "draft":
            case = self.case
            CASE_ACTS["submit"](case, self.people.desks["signer"], case.revision)
            people = {**self.people.desks, "prefecture": self.people.desks[by]}
            make.advance_to(case, case.stage_order[0] if until == "first" else until, people, self.clock)

    @precondition(lambda self: self.case.state not in FINAL and self.case.state != ApplicationState.CORRECTION_REQUIRED)
    @rule()
    def the_next_step_as_it_should_be(self) -> None:
        case = self.case
        if case.state == ApplicationState.DRAFT:
            self._try(case, partial(CASE_ACTS["submit"], case, self.people.desks["signer"], case.revision))
        elif case.due_on is not None:  # a notice that stands still waits for the end of its objection
            self._try(case, partial(make._one_step, case, self.people.desks, self.clock))

    @rule(act=st.sampled_from(sorted(CASE_ACTS)), who=st.sampled_from(NAMES), late=st.integers(0, 9))
    def anybody_tries_anything(self, act: str, who: str, late: int) -> None:
        case = self.case
        seen = case.revision - 1 if late == 9 else case.revision
        done = self._try(case, partial(CASE_ACTS[act], case, self.people.all[who], seen))
        assert not (done and late == 9 and self.case.revision != case.revision), f"{act}: a stale page went through"

    @rule(who=st.sampled_from(["two_desks", "two_desks", "two_desks", "prefecture", "operator", "province"]))
    def an_officer_passes_whatever_he_can(self, who: str) -> None:
        case = self.case
        self._try(case, partial(CASE_ACTS["pass"], case, self.people.all[who], case.revision))

    @rule(act=st.sampled_from(["leap", "door_pass", "door_authorize", "door_lapse", "door_accept"]))
    def nobody_takes_a_short_cut(self, act: str) -> None:
        case = self.case
        for person in self.people.all.values():
            assert not self._try(case, partial(CASE_ACTS[act], case, person, case.revision)), f"{act} by {person}"

    @rule(act=st.sampled_from(["pass", "submit", "sign", "countersign", "confirm_certificate", "answer", "reject"]))
    def nobody_acts_on_a_page_from_before(self, act: str) -> None:
        for person in self.people.desks.values():
            case = self.case
            done = self._try(case, partial(CASE_ACTS[act], case, person, case.revision - 1))
            assert not done or self.case.revision == case.revision, f"{act}: a stale page went through"

    @precondition(lambda self: self.mark is not None)
    @rule(act=st.sampled_from(sorted(MARK_ACTS)), who=st.sampled_from(NAMES))
    def anybody_tries_anything_on_the_mark(self, act: str, who: str) -> None:
        run_due()
        mark = self.mark
        assert mark is not None
        self._try(mark, partial(MARK_ACTS[act], mark, self.people.all[who], mark.revision))

    @precondition(lambda self: self.mark is not None and self.mark.state not in ENDED)
    @rule(act=st.sampled_from(BY_TWO))
    def the_operator_acts_on_the_mark_by_two(self, act: str) -> None:
        run_due()
        for name, step in (("operator", act), ("operator_second", "second")):
            mark = self.mark
            assert mark is not None
            self._try(mark, partial(MARK_ACTS[step], mark, self.people.all[name], mark.revision))

    @rule(days=st.integers(1, 25))
    def time_passes(self, days: int) -> None:
        case = self.case
        waits = case.state == ApplicationState.CORRECTION_REQUIRED
        before = _days_used(case) if waits else None
        self.clock.set(now.now() + timedelta(days=days))
        if waits:
            assert _days_used(self.case) == before, "the office's days run while the enterprise corrects"
        close_notices()
        lapse()
        expire()
        run_due()

    @invariant()
    def the_laws_hold(self) -> None:
        self.left = None
        laws.case_laws(self.case, self.people)
        if self.mark is not None:
            laws.mark_laws(self.mark, self.people)


def _days_used(case: Application) -> int:
    """Working days the stage that asked for the correction has used up, as its clock would say on return."""
    assert case.stage_since is not None
    return due_date(case.stage_since, 1000, pauses_since(case, case.stage_since), on=now.today()).used


def _picture(row: Any) -> list[tuple[str | None]]:
    """The row and everything that hangs on it, as the database writes it: what a refusal must leave as it was. One question:
    most of what is tried is refused."""
    own = row._meta
    asked = [(own.db_table, own.pk.column)]
    for name in ("changes", "endorsements", "reviews", "corrections", "signatures", "filings", "suspensions"):
        if hasattr(row, name):
            found = getattr(row, name)
            asked.append((found.model._meta.db_table, found.field.column))
    parts = [
        f'(SELECT string_agg(one::text, chr(10) ORDER BY id) FROM "{table}" AS one WHERE "{key}" = %s)'
        for table, key in asked
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", [row.pk] * len(parts))
        return list(cursor.fetchall())


# WALKS=300: more of them, other ones each time.
WALKS = int(os.environ.get("WALKS", "0"))
TRIED = settings(
    max_examples=WALKS or 8, stateful_step_count=25, deadline=None, derandomize=not WALKS,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("route", ["quality_certification", "self_declaration"])
def test_whatever_people_try_the_laws_hold(route: str, clock: Clock, reference: None) -> None:
    assert [programme.slug for programme in Programme.objects.all()] == ["tfmp"], "walk the new programme's cases too"
    machine = type("WalkOf" + route.title(), (Walk,), {"route": route, "clock": clock})
    run_state_machine_as_test(machine, settings=TRIED)
    assert not Batch.objects.exists()
