"""The console's pages of draws: a planner's sitting, the second person, two typists, and what each may see."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from supervision.directories.models import InspectionItem, Inspector
from supervision.draws.models import DrawPlan
from supervision.draws.plans.drafts import new_draft
from supervision.draws.states import DrawState
from supervision.draws.values.entries import open_entry, type_values
from tests import make
from tests.supervision.draws import make as draws
from tests.supervision.make import queries_of
from tianfu.accounts.roles import Role
from tianfu.workflow.jobs import run_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
TODAY = date(2026, 11, 26)


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[Any, Any]:
    clock.set("2026-11-26")
    draws.objects(10)
    draws.inspectors(4)
    draws.item()
    return draws.organisers()


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def posted(plan: DrawPlan, **values: Any) -> dict[str, Any]:
    """The sitting as a browser posts a whole plan."""
    sources = [f"{row['id']}|{row['event'].split('第')[1][:-1]}" for row in plan.sources]
    return {
        "seen": plan.draft_version,
        "title": plan.title,
        "object_kind": plan.object_kind,
        "region": "",
        "items": [item.pk for item in plan.items.all()],
        "strata_by": "all",
        "mode": "lottery",
        "source_1": sources[0],
        "source_2": sources[1],
        "team_size": "2",
        "team_region": "same",
        "team_need": "none",
        "max_load": "0",
        "draw_by": "2026-12-01",
        "visits_since": "2026-12-02",
        "visits_until": "2027-01-20",
        "percent-ALL": "25",
        "min-ALL": "1",
    } | values


def test_a_plan_goes_from_a_name_to_a_commitment(people: Any) -> None:
    planner, second = signed_in(people[0]), signed_in(people[1])
    began = planner.post("/console/draws/new/", {"title": "四季度机构抽查"})
    plan = DrawPlan.objects.get()
    assert began.url == f"/console/draws/{plan.pk}/"
    page = f"/console/draws/{plan.pk}/plan/"
    assert "承诺前须解决" in planner.get(page).content.decode()
    values = posted(draws.draft(people[0]), seen=plan.draft_version, title="四季度机构抽查", act="hand_over")
    answer = planner.post(page, values)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    plan.refresh_from_db()
    assert (plan.handed_over_at is not None, plan.strata[0]["num"], plan.strata[0]["den"]) == (True, 1, 4)
    commit = f"/console/draws/{plan.pk}/commit/"
    text = second.get(commit).content.decode()
    shown = text.split('name="shown" value="')[1].split('"')[0]
    assert "您是拟定人" in planner.get(commit).content.decode()
    assert second.post(commit, {"seen": plan.revision, "shown": shown, "act": "commit"}).status_code == 302
    assert DrawPlan.objects.get(pk=plan.pk).state == DrawState.COMMITTED


def test_a_saved_plan_shows_its_days_again(people: Any) -> None:
    plan = draws.draft(people[0])
    client, path = signed_in(people[0]), f"/console/draws/{plan.pk}/plan/"
    assert client.post(path, posted(plan, sealed="on", reveal_by="2027-01-28")).status_code == 302
    text = client.get(path).content.decode()
    days = ("2026-12-01", "2026-12-02", "2027-01-20", "2027-01-28")
    assert [day for day in days if f'value="{day}"' not in text] == []


def test_what_was_typed_stays_when_a_field_is_wrong(people: Any) -> None:
    plan = draws.draft(people[0])
    answer = signed_in(people[0]).post(
        f"/console/draws/{plan.pk}/plan/", posted(plan, team_size="两个", title="新名称")
    )
    text = answer.content.decode()
    assert (answer.status_code, "两个" in text, "新名称" in text) == (422, True, True)


def test_an_older_page_of_a_draft_answers_409(people: Any) -> None:
    plan = draws.draft(people[0])
    answer = signed_in(people[0]).post(f"/console/draws/{plan.pk}/plan/", posted(plan, seen=0, title="旧"))
    assert (answer.status_code, DrawPlan.objects.get().title) == (409, "机构抽查")


def test_preview_counts_what_is_typed_and_saves_nothing(people: Any) -> None:
    plan = draws.draft(people[0])
    answer = signed_in(people[0]).post(f"/console/draws/{plan.pk}/preview/", posted(plan, **{"percent-ALL": "30"}))
    assert "<strong>3 户</strong>" in answer.content.decode()
    assert DrawPlan.objects.get().strata[0]["num"] == 1


def test_second_typist_never_sees_what_the_first_typed(people: Any, clock: Any) -> None:
    plan = draws.after_event(draws.committed(people), clock)
    type_values(plan, user=people[0], values=draws.values(plan), url=draws.URL)
    for path in (f"/console/draws/{plan.pk}/", f"/console/draws/{plan.pk}/values/"):
        assert draws.KL8 not in signed_in(people[1]).get(path).content.decode()
    assert draws.KL8 in signed_in(people[0]).get(f"/console/draws/{plan.pk}/").content.decode()


def test_two_people_type_on_pages_and_the_draw_is_made(people: Any, clock: Any) -> None:
    plan = draws.after_event(draws.committed(people), clock)
    data = {f"value-{key}": value for key, value in draws.values(plan).items()} | {"url": draws.URL}
    wrong = signed_in(people[0]).post(f"/console/draws/{plan.pk}/values/", data | {"value-tc.pl5": "12"})
    assert (wrong.status_code, "号码与格式不符" in wrong.content.decode()) == (422, True)
    for person in people:
        assert signed_in(person).post(f"/console/draws/{plan.pk}/values/", data).status_code == 302
    run_due()
    text = signed_in(people[0]).get(f"/console/draws/{plan.pk}/").content.decode()
    assert ("抽中对象（5 户）" in text, open_entry(plan)) == (True, None)


def test_nobody_outside_sees_drafts_or_acts(people: Any) -> None:
    plan = draws.draft(people[0])
    elsewhere = make.officer(Role.SPOTCHECK_MANAGER, "510700")
    assert signed_in(elsewhere).get(f"/console/draws/{plan.pk}/").status_code == 404
    assert signed_in(make.officer(Role.PREFECTURE_OFFICER, "510100")).get("/console/draws/").status_code == 403
    auditor = signed_in(make.officer(Role.AUDITOR))
    assert auditor.get(f"/console/draws/{plan.pk}/").status_code == 200
    assert auditor.post(f"/console/draws/{plan.pk}/drop/", {"seen": plan.draft_version}).status_code == 403


def test_the_list_costs_the_same_for_one_and_for_many(people: Any) -> None:
    draws.committed(people)
    client = signed_in(people[0])
    one = queries_of(client, "/console/draws/")
    for _ in range(3):
        draws.committed(people)
    assert queries_of(client, "/console/draws/") == one


def test_the_preview_knows_dice_items_and_ticks_that_are_not_saved(people: Any) -> None:
    draws.objects(1, region="513200")
    Inspector.objects.update(areas=["5101"])
    plan = draws.draft(people[0])
    plan.items.clear()
    client, path = signed_in(people[0]), f"/console/draws/{plan.pk}/preview/"
    typed = posted(plan, mode="dice", source_1="", source_2="", items=[InspectionItem.objects.published(TODAY)[0].pk])
    before = client.post(path, typed).content.decode()
    assert [words in before for words in ("66 比特", "请至少选择", "组不成检查组")] == [True, False, True]
    assert "没有妨碍承诺的问题" in client.post(path, typed | {"acknowledged": "on"}).content.decode()


def test_other_parts_are_listed_without_a_complaint_and_nothing_is_saved(people: Any) -> None:
    draws.objects(3, region="510700")
    plan = new_draft(user=people[0], title="空方案", object_kind="certification_body")
    path = f"/console/draws/{plan.pk}/plan/"
    typed = {"seen": 0, "act": "parts", "title": "正在填写", "object_kind": "certification_body", "strata_by": "region"}
    answer = signed_in(people[0]).post(path, typed)
    text = answer.content.decode()
    assert (answer.status_code, 'value="正在填写"' in text, 'class="summary"' in text) == (200, True, False)
    assert re.findall(r'name="percent-(\w+)"', text) == ["510100", "510700"]
    plan.refresh_from_db()
    assert (plan.title, plan.strata_by, plan.draft_version) == ("空方案", "all", 0)
