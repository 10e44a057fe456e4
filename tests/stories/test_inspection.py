"""The whole life of a check: drawn, inspected, found wrong, not put right, suspended, and what everybody then reads."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from certification.models import Authorization, AuthorizationEndorsement
from supervision.directories.models import InspectionItem
from supervision.directories.states import ItemState, ObjectKind
from supervision.inspections.models import InspectionTask
from supervision.inspections.states import TaskState
from tests import make
from tests.pages import hidden
from tests.supervision.inspections import make as checks
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.workflow import clock as the_clock
from tianfu.workflow.jobs import run_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def posted(client: Client, page: str, to: str, **values: Any) -> None:
    """Open `page`, send its form to `to`."""
    answer = client.post(to, {**hidden(client.get(page)), **values})
    assert answer.status_code == 302, answer.content.decode()[:3000]


def read(client: Client, page: str) -> str:
    return " ".join(client.get(page).content.decode().split())


def drawn_check(mark: Authorization, clock: Any) -> tuple[InspectionTask, tuple[User, User]]:
    """A draw of marks, from the plan to the assigned task."""
    people = checks.people()
    item = InspectionItem.objects.filter(object_kinds__contains=[ObjectKind.AUTHORIZATION]).order_by("code")[0]
    # The publication by two people is the directories' own test.
    InspectionItem.objects.filter(pk=item.pk).update(state=ItemState.PUBLISHED, published_on=date(2026, 1, 1))
    plan = checks.drawn(people, clock, object_kind=ObjectKind.AUTHORIZATION)
    return InspectionTask.objects.get(plan=plan, object__authorization=mark), people


def inspected(task: InspectionTask) -> None:
    """The team writes a problem down and concludes, by its pages."""
    client, page, item = signed_in(checks.inspector_of(task)), f"/console/inspections/{task.pk}/", checks.item_of(task)
    posted(client, f"{page}record/", f"{page}findings/", item=item.pk, text="标识用在未授权型号上。")
    record = {
        "visited_on": the_clock.today().isoformat(),
        f"answer-{item.pk}": "fail",
        "signing": "refused",
        "unsigned_reason": "负责人不在。",
    }
    posted(client, f"{page}record/", f"{page}record/", **record)
    posted(client, page, f"{page}file/")
    limit = (the_clock.today() + timedelta(days=30)).isoformat()
    said = {"word": "ordered", "explanation": "停止使用并清除标识。", "rectify_by": limit}
    posted(client, f"{page}conclude/", f"{page}conclude/", **said)


def test_from_the_draw_to_the_suspension_that_everybody_reads(reference: None, clock: Any) -> None:
    clock.set("2026-11-26")
    mark = checks.mark(clock)
    holder = signed_in(make.member(mark.enterprise.organisation, sign=True))
    task, people = drawn_check(mark, clock)
    page, portal = f"/console/inspections/{task.pk}/", f"/portal/inspections/{task.pk}/"
    assert "检查期" in read(holder, portal)
    inspected(task)
    posted(signed_in(people[1]), page, f"{page}review/", act="review")
    assert "发现问题已责令改正" in read(holder, portal)
    assert "发现问题已责令改正" not in read(Client(), "/inspections/")

    task.refresh_from_db()
    clock.set((task.objection_until + timedelta(days=1)).isoformat())  # type: ignore[operator]
    posted(signed_in(people[0]), page, f"{page}publish/")
    assert "发现问题已责令改正" in read(Client(), "/inspections/")
    holder = signed_in(make.member(mark.enterprise.organisation, sign=True))
    assert "标识用在未授权型号上" in read(holder, portal)
    posted(holder, f"{portal}rectification/", f"{portal}rectification/", text="已清除。", files=make.pdf("照片.pdf"))
    report = task.reports.get()  # type: ignore[attr-defined]
    team = signed_in(checks.inspector_of(task))
    posted(team, page, f"{page}reports/{report.pk}/", act="accept", note="")
    again = {"on": the_clock.today().isoformat(), "passed": "no", "findings": "仍有两个型号使用标识。"}
    posted(team, f"{page}reinspect/", f"{page}reinspect/", **again)
    looked = task.rechecks.get()  # type: ignore[attr-defined]
    signature = f"{page}rechecks/{looked.pk}/signature/"
    posted(team, signature, signature, signing="refused", unsigned_reason="不认可。")
    posted(signed_in(checks.inspector_of(task, 1)), page, f"{page}rechecks/{looked.pk}/", act="sign")

    first, second = (signed_in(make.officer(Role.OPERATOR_OFFICER)) for _ in range(2))
    assert f'href="{page}"' in read(first, "/console/")
    reason = {"reason": "复查不合格。", "cause": "misuse"}
    posted(first, f"{page}sanction/suspend/", f"{page}sanction/suspend/", **reason)
    row, deciding = (
        AuthorizationEndorsement.objects.get(basis=f"inspection:{task.pk}"),
        f"/console/authorizations/{mark.pk}/",
    )
    posted(second, deciding, f"{deciding}proposals/{row.pk}/", act="confirm", note="")
    run_due()

    mark.refresh_from_db()
    task.refresh_from_db()
    assert (mark.state, task.state) == ("suspended", TaskState.REINSPECTED)
    brand, results = read(Client(), f"/brands/{mark.number}/"), read(Client(), "/inspections/")
    assert ("暂停" in brand, "发现问题已责令改正" in brand, "整改不合格" in brand, "整改不合格" in results) == (
        True,
    ) * 4
    assert "未授权型号" not in brand + results
    assert "已生效" in read(signed_in(people[0]), page)
