"""Wrong input on the pages of a draw: a sentence in Chinese that says what to do, the right status, nothing lost."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse

from supervision.draws.models import DrawPlan
from supervision.draws.states import DrawState
from supervision.draws.values.entries import type_values
from supervision.draws.work.sources import to_type
from supervision.draws.work.tasks import remind_of_values
from tests.supervision.draws import make as draws
from tests.supervision.draws.test_pages import posted, signed_in
from tianfu.workflow.clock import now as clock_now
from tianfu.workflow.jobs import run_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[Any, Any]:
    clock.set("2026-11-26")
    draws.objects(10)
    draws.inspectors(4)
    draws.item()
    return draws.organisers()


def says(answer: HttpResponse, *sentences: str) -> tuple[int, list[str]]:
    """(status, the sentences that are missing)."""
    text = answer.content.decode()
    return answer.status_code, [sentence for sentence in sentences if sentence not in text]


def test_a_lottery_that_is_past_is_refused_at_its_field_and_in_a_saved_plan(people: Any, clock: Any) -> None:
    plan = draws.draft(people[0])
    path, client = f"/console/draws/{plan.pk}/plan/", signed_in(people[0])
    made_up = posted(plan, source_1="fc.kl8|2026001", title="没有丢的名称")
    refused = "这一期不能选用：已经开奖，或距现在不足 24 小时。请选择列出的一期。"
    assert says(client.post(path, made_up), refused, "没有丢的名称") == (422, [])
    clock.set(plan.seed_after + timedelta(minutes=1))
    late = posted(plan, act="hand_over", draw_by="2026-12-05", visits_since="2026-12-06")
    assert says(client.post(path, late), "已保存，没有提交", "已经开奖，不能用已知的号码抽取") == (422, [])
    assert DrawPlan.objects.get().handed_over_at is None


def test_the_planner_who_confirms_is_refused_and_the_plan_stays(people: Any) -> None:
    plan = draws.handed_over(people[0])
    data = {"seen": plan.revision, "shown": draws.read(plan), "act": "commit"}
    answer = signed_in(people[0]).post(f"/console/draws/{plan.pk}/commit/", data)
    assert says(answer, "另一位抽查组织人") == (422, [])
    assert DrawPlan.objects.get().state == DrawState.DRAFT


def test_the_first_typist_who_types_again_is_refused_with_what_was_typed(people: Any, clock: Any) -> None:
    plan = draws.after_event(draws.committed(people), clock)
    type_values(plan, user=people[0], values=draws.values(plan), url=draws.URL)
    data = {f"value-{key}": value for key, value in draws.values(plan).items()} | {"url": draws.URL}
    answer = signed_in(people[0]).post(f"/console/draws/{plan.pk}/values/", data)
    assert says(answer, "您已经录入，须由另一位人员独立录入。", draws.KL8, draws.URL) == (422, [])
    assert plan.entries.get().second_by is None


def test_values_that_differ_stand_side_by_side_for_both_and_neither_wins(people: Any, clock: Any) -> None:
    plan = draws.after_event(draws.committed(people), clock)
    type_values(plan, user=people[0], values=draws.values(plan), url=draws.URL)
    data = {f"value-{key}": value for key, value in draws.values(plan).items()}
    path = f"/console/draws/{plan.pk}/values/"
    answer = signed_in(people[1]).post(path, data | {"value-tc.pl5": "04187", "url": draws.URL}, follow=True)
    assert says(answer, "两人录入的号码不一致，两份都已保留、都不采用", "04178", "04187") == (200, [])
    assert says(signed_in(people[0]).get(f"/console/draws/{plan.pk}/"), "不一致，都不采用", "04178", "04187") == (
        200,
        [],
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"value-tc.pl5": "0417"}, "号码与格式不符"),
        ({"value-tc.pl5": ""}, "请填写公告的号码。"),
        ({"url": ""}, "请填写公告地址，或者上传公告的照片。"),
        ({"url": "javascript:alert(1)"}, "请填写完整的网址，以 https:// 开头。"),
    ],
)
def test_what_is_no_value_or_evidence_is_said_and_the_other_field_keeps_its_text(
    people: Any, clock: Any, change: dict[str, str], sentence: str
) -> None:
    plan = draws.after_event(draws.committed(people), clock)
    data = {f"value-{key}": value for key, value in draws.values(plan).items()} | {"url": draws.URL} | change
    answer = signed_in(people[0]).post(f"/console/draws/{plan.pk}/values/", data)
    assert says(answer, sentence, draws.KL8) == (422, [])
    assert plan.entries.count() == 0


def test_values_before_the_event_are_refused_on_the_page(people: Any) -> None:
    plan = draws.committed(people)
    data = {f"value-{key}": value for key, value in draws.values(plan).items()} | {"url": draws.URL}
    answer = signed_in(people[0]).post(f"/console/draws/{plan.pk}/values/", data)
    assert says(answer, "之后才能录入", draws.KL8) == (422, [])


def test_a_plan_the_rule_refuses_is_handed_over_by_no_page(people: Any) -> None:
    plan = draws.draft(people[0])
    data = posted(plan, source_1=posted(plan)["source_2"], source_2="", act="hand_over")
    answer = signed_in(people[0]).post(f"/console/draws/{plan.pk}/plan/", data)
    assert says(answer, "已保存，没有提交", "少于 60 比特") == (422, [])


def test_a_public_reason_holds_no_persons_data_and_stays_on_the_page(people: Any) -> None:
    plan = draws.committed(people)
    typed = {"seen": str(plan.revision), "reason": "名录有误，详询王经理 13800001111。"}
    answer = signed_in(people[0]).post(f"/console/draws/{plan.pk}/void/", typed)
    assert says(answer, "请删去理由中的邮箱、手机号或身份证号", "详询王经理 13800001111。", "<details open>") == (
        422,
        [],
    )
    assert not plan.endorsements.exists()


def test_after_two_agreed_nobody_is_asked_to_type_and_the_page_waits_for_the_result(people: Any, clock: Any) -> None:
    plan = draws.after_event(draws.committed(people), clock)
    first, page = signed_in(people[0]), f"/console/draws/{plan.pk}/"
    assert (list(to_type(people[0])), remind_of_values(clock_now().date())) == ([plan], 1)
    draws.typed(plan, people)
    asked = (list(to_type(people[0])), list(to_type(people[1])), remind_of_values(clock_now().date()))
    assert asked == ([], [], 0)
    words = "两人录入的号码一致，正在计算结果：即将开始。"
    assert says(first.get(page), words, f'data-poll="{page}progress/"') == (200, [])
    assert first.get(f"{page}progress/").json()["ready"] is False
    run_due()
    done = first.get(page).content.decode()
    assert ("抽中对象" in done, "data-poll=" in done) == (True, False)
