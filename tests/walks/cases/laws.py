"""What holds after every act, asked of the rows alone: none of the platform's own rules is called to judge itself."""

import json
from typing import Any

from applications.models import Application
from certification.models import Authorization
from tests.walks.cases.people import People
from tianfu.ledger.models import AuditEvent, LogOutbox

# What changes what a mark's page shows without a passage: causes of a suspension, its certificate, a lapsed proposal.
TURNS_A_PAGE = [
    f"authorization.{what}" for what in ("add_cause", "lift_cause", "certificate_replaced", "proposal_lapsed")
]
TWO_PEOPLE = ("reject", "terminate")
LOGGED = {
    "active": ("cert.issued", "cert.restored"),
    "suspended": ("cert.suspended",),
    "withdrawn": ("cert.revoked",),
    "cancelled": ("cert.cancelled",),
    "expired": ("cert.expired",),
}


def history_explains_the_state(row: Any, first: str) -> None:
    """Each passage begins where the one before ended, and the revision counts them and what is on record besides."""
    changes = list(row.changes.order_by("revision"))
    name = row._meta.label_lower
    turned = AuditEvent.objects.filter(subject_type=name, subject_id=str(row.pk), action__in=TURNS_A_PAGE).count()
    assert row.revision == len(changes) + turned
    assert len({change.revision for change in changes}) == len(changes)
    at = first
    for change in changes:
        assert change.source == at, f"{change.transition} starts at {change.source}, not {at}"
        assert change.audit.data["revision"] == change.revision
        at = change.target
    assert row.state == at


def no_stage_is_skipped(case: Application) -> None:
    order = case.stage_order
    for change in case.changes.order_by("revision"):
        if change.transition in ("pass_stage", "deem_accepted"):
            assert order.index(change.target) == order.index(change.source) + 1
        if change.transition == "submit":
            assert change.target == order[0]
        if change.transition in ("send_back", "resubmit"):
            assert change.target in order
        if change.transition == "send_back":
            assert order.index(change.target) < order.index(change.source)
        if change.transition == "authorize":
            assert change.source == order[-1]


def two_people_decide(case: Application) -> None:
    """No lone decision; and whoever decides second did nothing else on the case before."""
    pairs = {"prefecture_review", "approval"} & set(case.stage_order)
    for change in case.changes.order_by("revision"):
        paired = change.transition == "pass_stage" and change.source in pairs
        if not paired and change.transition not in TWO_PEOPLE:
            continue
        signed = case.endorsements.get(
            act=f"{change.transition}:{change.source}", round=change.revision - 1, withdrawn_at=None
        )
        assert signed.second_by_id == change.actor_id != signed.first_by_id
        earlier = case.changes.filter(revision__lt=change.revision, actor_id=change.actor_id)
        if paired:
            earlier = earlier.exclude(source=change.source, transition="pass_stage")
        assert [row.transition for row in earlier] == []
        proposals = case.endorsements.filter(first_by_id=change.actor_id, first_at__lt=change.at)
        assert [row.act for row in proposals] == []
    if case.state == "authorized":
        last = {change.source: change.revision for change in case.changes.order_by("revision")}
        assert [last[stage] for stage in case.stage_order] == sorted(last[stage] for stage in case.stage_order)


def strangers_change_nothing(row: Any, people: People) -> None:
    strangers = {person.pk for person in people.strangers.values()}
    assert strangers & set(row.changes.values_list("actor_id", flat=True)) == set()


def each_acts_on_one_side(case: Application, people: People) -> None:
    filed = ("submit", "resubmit", "retract", "discard")
    own = {people.desks[name].pk for name in ("signer", "colleague")} | {case.created_by_id}
    for change in case.changes.exclude(actor=None):
        assert (change.actor_id in own) == (change.transition in filed), f"{change.transition} by {change.actor}"


def only_the_clock_lapses(case: Application) -> None:
    for change in case.changes.filter(transition__in=("lapse", "deem_accepted")):
        assert change.actor_id is None


def the_agreement_is_signed_by_the_enterprise_first(case: Application) -> None:
    if case.state == "authorized":
        parties = (
            case.signatures.filter(text_key="agreement").order_by("signed_at", "pk").values_list("party", flat=True)
        )
        assert list(parties)[-2:] == ["enterprise", "operator"]


def the_log_says_what_the_register_says(mark: Authorization) -> None:
    """Each passage has its leaf, in order, and the newest one has the mark's state."""
    entries = [json.loads(row.entry) for row in LogOutbox.objects.order_by("pk")]
    mine = [entry for entry in entries if entry.get("number") == mark.number and entry["t"].startswith("cert.")]
    if mark.published_at is None:
        assert mine == []
        return
    assert mine[-1]["status"] == mark.state
    assert mine[-1]["t"] in LOGGED[mark.state]
    moved = mark.changes.exclude(source=mark.state, target=mark.state).order_by("revision")
    assert [entry["seq"] for entry in mine] == [row.revision for row in moved if row.source != row.target]


def marks_are_decided_by_two(mark: Authorization) -> None:
    for change in mark.changes.filter(transition__in=("suspend", "reinstate", "withdraw", "cancel")):
        signed = [
            row for row in mark.endorsements.filter(act=change.transition, withdrawn_at=None)
            if row.second_by_id is not None and row.second_by_id == change.actor_id != row.first_by_id
        ]  # fmt: skip
        assert change.actor_id is None or signed, f"{change.transition} by {change.actor} alone"


def case_laws(case: Application, people: People) -> None:
    history_explains_the_state(case, "draft")
    no_stage_is_skipped(case)
    two_people_decide(case)
    strangers_change_nothing(case, people)
    each_acts_on_one_side(case, people)
    only_the_clock_lapses(case)
    the_agreement_is_signed_by_the_enterprise_first(case)


def mark_laws(mark: Authorization, people: People) -> None:
    history_explains_the_state(mark, "pending")
    marks_are_decided_by_two(mark)
    strangers_change_nothing(mark, people)
    the_log_says_what_the_register_says(mark)
