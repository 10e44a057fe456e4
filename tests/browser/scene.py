"""What the stories find when they begin; runs inside the stack by `Stack.act`, through the real functions."""

from datetime import timedelta
from functools import partial

from django.core.management import call_command

from applications.models import Application, Batch
from applications.review.stages.public_notice.publication import close_ended_notices
from certification.models import Authorization
from supervision.directories.inspectors.roll import enter
from supervision.directories.items.publication import confirm, propose
from supervision.directories.models import InspectionItem, InspectionObject, Inspector
from supervision.directories.states import ItemAct, ObjectKind
from supervision.draws.commitment.acts import commit
from supervision.draws.frozen.material import objects_in_scope
from supervision.draws.plans.drafts import first_times, hand_over, new_draft, parts_of, proposed_strata, save_draft
from supervision.draws.states import Mode
from supervision.draws.values.meetings import record_meeting
from supervision.inspections.assignment.directed import open_directed_check
from supervision.inspections.states import OPEN
from tianfu.accounts.models import Organisation
from tianfu.demo.accounts import create_accounts, person
from tianfu.demo.firms import firms
from tianfu.demo.routes import Route
from tianfu.demo.seeds import found_bodies
from tianfu.demo.stories.batches import batch_names, open_batches
from tianfu.demo.stories.directories import found_bureau
from tianfu.demo.stories.enterprises import authorized, drafting
from tianfu.demo.stories.enterprises import ready_to_file as ready_to_file_story
from tianfu.demo.stories.plays import ago, play
from tianfu.demo.stories.second_brand import drafted
from tianfu.workflow import clock
from tianfu.workflow.signatures.shown import NO_PAGE


def set_up() -> None:
    """The demo's people, bodies and calls, without its stories; once per stack."""
    if Batch.objects.exists():
        return
    create_accounts(clock.now())
    found_bodies()
    open_batches(clock.today())


def ready_to_file() -> None:
    """The enterprise with which the README's tour begins, and its draft that lacks nothing."""
    building = firms()["building"]
    if not Application.objects.filter(enterprise__organisation__uscc=building.uscc).exists():
        play([partial(drafting, building), partial(ready_to_file_story, building, "装配式厂房")])


def second_brand() -> None:
    """湖北精品 with people of its own and a draft that lacks nothing, beside 天府名品 with a mark that is issued; prints the
    address of the draft and the number of the mark. In a stack of its own: lists and calls of the others stay as they are."""
    set_up()
    play([partial(authorized, firms()["logistics"], Route.SELF_DECLARATION, 205, batch_names().spring)])
    play([partial(drafted, ago(working=3))])
    draft = Application.objects.get(programme__slug="hubei")
    print(f"/portal/applications/{draft.pk}/ {Authorization.objects.get().number}")


def bureau() -> None:
    """The authority of 成都, so that inspectors may be entered for it."""
    found_bureau("510100")


def field_check() -> None:
    """A directed check for the two inspectors of the demo; prints its address."""
    team, items = checkers(), [published_item()]
    bodies = InspectionObject.objects.filter(kind=ObjectKind.CERTIFICATION_BODY, left_on=None)
    # A draw of another test may have opened a check of one of them.
    place = bodies.exclude(tasks__state__in=OPEN).order_by("-pk")[0]
    task = open_directed_check(place, items, team, "群众反映。", person("planner"), person("planner2"))
    print(f"/console/inspections/{task.pk}/")


def rolled_dice() -> None:
    """A draw of certification bodies whose dice lie on the table; prints its address."""
    planner, second = person("planner"), person("planner2")
    checkers()
    times = first_times(clock.now())
    plan = new_draft(user=planner, title="机构现场抽查", object_kind=ObjectKind.CERTIFICATION_BODY, **times)
    strata = proposed_strata(parts_of(plan, objects_in_scope(plan, clock.today())), [])
    chosen = {"strata": strata, "mode": Mode.DICE, "sources": []}
    plan = save_draft(plan, user=planner, seen=plan.draft_version, values=chosen, items=[published_item()])
    plan = hand_over(plan, user=planner, seen=plan.draft_version)
    plan = commit(plan, user=second, seen=plan.revision, shown=NO_PAGE)
    record_meeting(
        plan, user=planner, held_at=clock.now(), place="三楼会议室", film_sha256="a" * 64,
        witnesses=[{"name": "周强", "role": "人大代表"}, {"name": "吴静", "role": "媒体记者"}],
    )  # fmt: skip
    print(f"/console/draws/{plan.pk}/ /draws/{plan.number}/")


def checkers() -> list[Inspector]:
    """The two inspectors of the demo, who may go anywhere and lead."""
    unit = Organisation.objects.filter(kind="authority", region="510100").first() or found_bureau("510100")
    return [_inspector(unit, key, number) for number, key in enumerate(("inspector", "inspector2"), start=1)]


def published_item() -> InspectionItem:
    """What certification bodies are inspected for."""
    rows = InspectionItem.objects.filter(object_kinds__contains=[ObjectKind.CERTIFICATION_BODY]).order_by("code")
    item, first, second = rows[0], person("planner"), person("planner2")
    if item.state == "draft":
        proposal = propose(item, ItemAct.PUBLISH, user=first, seen=item.revision)
        confirm(proposal, user=second, seen=item.revision, shown=NO_PAGE, note="依据齐全。")
    return InspectionItem.objects.get(pk=item.pk)


def _inspector(unit: Organisation, key: str, number: int) -> Inspector:
    found = Inspector.objects.filter(user=person(key)).first()
    if found is not None:
        return found
    today = clock.today()
    row = Inspector(
        number=f"51019800{number:02d}", name=person(key).name, unit=unit, user=person(key), lead=True, home="5101",
        areas=["51"], valid_from=today - timedelta(days=400), valid_until=today + timedelta(days=400),
    )  # fmt: skip
    return enter(row, actor=person("planner"))


def let_pass(step: str) -> None:
    """Jump with the demo clock and let the day's tasks run now, not within the next minute."""
    call_command("demo_clock", step)
    clock.forget()
    close_ended_notices(clock.today())


# Files one complete case of 成都 and prints the address of its review page (for `Stack.act`).
CHENGDU_CASE = """
from tianfu.demo.stories.filing import file_case
from tianfu.demo.firms import firms
from tianfu.demo.stories.plays import ago
from tianfu.workflow import clock
from tianfu.workflow.signatures.shown import NO_PAGE
from applications.models import Application, Batch
from tianfu.demo.routes import Route
firm = next(row for row in firms().values() if row.region == "510100")
story = file_case(firm, ago(working=4), Batch.objects.order_by("-opens_on").first().name, Route.SELF_DECLARATION)
for moment in story:  # as `play` does, but the stack's own worker makes the papers
    clock.remember(moment - clock.machine_now(), 1e9)
print(f"/console/applications/{Application.objects.latest('pk').pk}/")
"""
