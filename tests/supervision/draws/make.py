"""A small directory to draw from, and the people who organise a draw."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from supervision.directories.models import InspectionItem, InspectionObject, Inspector
from supervision.directories.states import ItemState, ObjectKind
from supervision.draws.commitment.acts import commit, commitment_facts
from supervision.draws.frozen.material import gather
from supervision.draws.models import DrawPlan
from supervision.draws.plans.drafts import hand_over, new_draft, save_draft
from supervision.draws.plans.games import source_of, upcoming
from supervision.draws.plans.readiness import blocking, examine
from supervision.draws.values.entries import type_values
from tests import make
from tianfu.accounts.models import Organisation, OrganisationKind, User
from tianfu.accounts.roles import Role
from tianfu.workflow import clock
from tianfu.workflow.signatures.shown import stamp

KL8 = "02-05-07-11-13-19-22-24-30-33-38-41-47-52-55-61-66-70-73-79"
PL5 = "04178"
URL = "https://www.cwl.gov.cn/notice"


def organisers() -> tuple[User, User]:
    """Two people of the province who organise draws."""
    return make.officer(Role.SPOTCHECK_MANAGER), make.officer(Role.SPOTCHECK_MANAGER)


def objects(count: int, region: str = "510100", **fields: Any) -> list[InspectionObject]:
    """Certification bodies of the directory, numbered after those that exist."""
    start = InspectionObject.objects.count()
    return InspectionObject.objects.bulk_create(
        [
            InspectionObject(
                kind=ObjectKind.CERTIFICATION_BODY,
                code=f"CB{start + number:05d}",
                name=f"示例机构{start + number}",
                region_id=region,
                listed_on=date(2026, 1, 1),
                **fields,
            )
            for number in range(1, count + 1)
        ]
    )


def inspectors(count: int, areas: tuple[str, ...] = ("51",), **fields: Any) -> list[Inspector]:
    """Inspectors of one authority whose certificates hold for years; each may lead."""
    unit, _ = Organisation.objects.get_or_create(kind=OrganisationKind.AUTHORITY, name="示例市场监督管理局")
    start = Inspector.objects.count()
    common = {
        "unit": unit,
        "valid_from": date(2020, 1, 1),
        "valid_until": date(2035, 12, 31),
        "home": "5101",
        "lead": True,
        "listed_on": date(2020, 1, 1),
    } | fields
    return [
        Inspector.objects.create(
            number=f"SC{start + number:06d}", name=f"检查员{start + number}", areas=list(areas), **common
        )
        for number in range(1, count + 1)
    ]


def with_accounts(people: Iterable[Inspector]) -> None:
    """Each of them has an account with which a record can be filed."""
    for person in people:
        person.user = make.officer(Role.INSPECTOR)
        person.save(update_fields=["user"])


def item() -> InspectionItem:
    """An item of the starter list, published by the system's own passage."""
    row = InspectionItem.objects.filter(object_kinds__contains=[ObjectKind.CERTIFICATION_BODY]).order_by("code")[0]
    # The publication by two people is the directories' own test.
    InspectionItem.objects.filter(pk=row.pk).update(state=ItemState.PUBLISHED, published_on=date(2026, 1, 1))
    return row


def draft(planner: User, **values: Any) -> DrawPlan:
    """A plan whose lint is clean, saved by its planner; `values` change it, `object_kind` what is drawn."""
    kind = values.pop("object_kind", ObjectKind.CERTIFICATION_BODY)
    now = clock.now()
    earliest = now + timedelta(hours=25)
    plan = new_draft(user=planner, title="机构抽查", object_kind=kind)
    day = clock.in_beijing(now)
    chosen = {
        "strata_by": "all",
        "strata": [{"key": "ALL", "label": "全部对象", "num": 1, "den": 2, "min": 1, "note": ""}],
        "sources": [
            source_of("fc.kl8", upcoming("fc.kl8", earliest, 1)[0].number),
            source_of("tc.pl5", upcoming("tc.pl5", earliest, 1)[0].number),
        ],
        "draw_by": clock.end_of(day + timedelta(days=5)),
        "visits_since": day + timedelta(days=6),
        "visits_until": day + timedelta(days=60),
    } | values
    items = list(InspectionItem.objects.published(clock.today()).filter(object_kinds__contains=[kind])[:1])
    return save_draft(plan, user=planner, seen=plan.draft_version, values=chosen, items=items)


def handed_over(planner: User, **values: Any) -> DrawPlan:
    """Waiting for the second person."""
    plan = draft(planner, **values)
    return hand_over(plan, user=planner, seen=plan.draft_version)


def findings(plan: DrawPlan) -> list[str]:
    """What stops the commitment of this plan now."""
    return blocking(examine(plan, gather(plan, clock.today())))


def read(plan: DrawPlan) -> str:
    """The stamp of the confirm page."""
    return stamp(commitment_facts(plan, gather(plan, clock.today())))


def committed(people: tuple[User, User], **values: Any) -> DrawPlan:
    """Confirmed by the second person."""
    plan = handed_over(people[0], **values)
    return commit(plan, user=people[1], seen=plan.revision, shown=read(plan))


def after_event(plan: DrawPlan, clock_fixture: Any) -> DrawPlan:
    """The clock a minute after the numbers are out."""
    clock_fixture.set(plan.seed_after + timedelta(minutes=1))
    return plan


def values(plan: DrawPlan) -> dict[str, str]:
    """What was announced."""
    texts = {"fc.kl8": KL8, "tc.pl5": PL5, "dice": "01234567890123456789"}
    return {row["id"]: texts[row["id"]] for row in plan.sources}


def typed(plan: DrawPlan, people: tuple[User, User]) -> DrawPlan:
    """Both organisers typed the same."""
    for person in people:
        type_values(plan, user=person, values=values(plan), url=URL)
    return plan
