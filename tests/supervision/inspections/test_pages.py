"""Pages of checks: whose task it is, the field form with and without script, and what a refusal says."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from supervision.draws.models import DrawPlan
from supervision.inspections.models import InspectionTask, TaskPhoto
from supervision.inspections.records.acts import add_photo, file_record
from supervision.inspections.states import TaskState
from supervision.inspections.work.sources import own_tasks, to_publish, to_review
from tests import make
from tests.supervision.inspections import make as checks
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role
from tianfu.files.models import StoredFile
from tianfu.workflow import clock as the_clock
from tianfu.workflow.policies.values import policy, set_policy
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1" + b"\x00" * 64


@pytest.fixture
def people(clock: Any, reference: None) -> tuple[User, User]:
    clock.set("2026-11-26")
    return checks.people()


@pytest.fixture
def task(people: Any, clock: Any) -> InspectionTask:
    plan: DrawPlan = checks.drawn(people, clock)
    return checks.first(plan)


@pytest.fixture
def as_user() -> Any:
    def sign_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in


def page(task: InspectionTask, rest: str = "") -> str:
    return f"/console/inspections/{task.pk}/{rest}"


def stranger(task: InspectionTask) -> User:
    """An inspector of another team."""
    members = set(task.members.values_list("inspector__user", flat=True))
    found = User.objects.filter(role_grants__role=Role.INSPECTOR).exclude(pk__in=members).first()
    assert found is not None
    return found


def hidden(html: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', html))


def test_another_teams_task_does_not_exist(task: InspectionTask, as_user: Any) -> None:
    other = as_user(stranger(task))
    for rest in ("", "record/", "conclude/", "reinspect/"):
        assert other.get(page(task, rest)).status_code == 404, rest
    for rest in ("record/", "record/save/", "photos/", "findings/", "signature/", "file/"):
        assert other.post(page(task, rest)).status_code == 404, rest
    assert f"/inspections/{task.pk}/" not in other.get("/console/inspections/").content.decode()


def test_an_inspector_sees_his_own_and_a_member_of_no_team_nothing(task: InspectionTask, as_user: Any) -> None:
    mine = as_user(checks.inspector_of(task))
    assert f"/inspections/{task.pk}/" in mine.get("/console/inspections/").content.decode()
    assert mine.get(page(task)).status_code == 200
    assert as_user(make.officer(Role.EXPERT)).get(page(task)).status_code == 403


def test_an_organiser_of_another_prefecture_does_not_see_it(task: InspectionTask, as_user: Any) -> None:
    assert as_user(make.officer(Role.SPOTCHECK_MANAGER, "510700")).get(page(task)).status_code == 404
    assert as_user(make.officer(Role.SPOTCHECK_MANAGER, "510100")).get(page(task)).status_code == 200


def test_the_form_is_saved_without_script(task: InspectionTask, as_user: Any) -> None:
    client, item = as_user(checks.inspector_of(task)), checks.item_of(task)
    form = client.get(page(task, "record/")).content.decode()
    posted = {**hidden(form), "met": "王经理", f"answer-{item.pk}": "pass", f"note-{item.pk}": "证书在有效期内"}
    assert client.post(page(task, "record/"), posted).status_code == 302
    task.refresh_from_db()
    record = task.record  # type: ignore[attr-defined]
    assert (record.met, record.answers) == ("王经理", {str(item.pk): {"answer": "pass", "note": "证书在有效期内"}})


def test_two_inspectors_filing_at_once_see_both_versions(task: InspectionTask, as_user: Any) -> None:
    first, second = as_user(checks.inspector_of(task)), as_user(checks.inspector_of(task, 1))
    one, two = (client.get(page(task, "record/")).content.decode() for client in (first, second))
    assert first.post(page(task, "record/"), {**hidden(one), "met": "王经理"}).status_code == 302
    answer = second.post(page(task, "record/"), {**hidden(two), "met": "李厂长", "remarks": "下雨"})

    assert answer.status_code == 409
    html = answer.content.decode()
    assert ("王经理" in html, "李厂长" in html, "下雨" in html) == (True, True, True)
    task.refresh_from_db()
    assert task.record.met == "王经理"  # type: ignore[attr-defined]


def test_different_fields_of_two_inspectors_do_not_disturb_each_other(task: InspectionTask, as_user: Any) -> None:
    first, second = as_user(checks.inspector_of(task)), as_user(checks.inspector_of(task, 1))
    for client, field, value in ((first, "met", "王经理"), (second, "remarks", "下雨")):
        answer = client.post(page(task, "record/save/"), {"field": field, "value": value, "was": ""})
        assert (answer.status_code, answer.json()["values"]) == (200, [value])
    answer = second.post(page(task, "record/save/"), {"field": "met", "value": "李厂长", "was": ""})
    assert (answer.status_code, answer.json()["theirs"]["text"]) == (409, "王经理")


def test_autosave_says_what_is_wrong_with_one_field(task: InspectionTask, as_user: Any) -> None:
    client = as_user(checks.inspector_of(task))
    for field, value, status in (
        ("visited_on", "昨天", 422),
        ("signing", "maybe", 422),
        ("answer-999999", "pass", 404),
    ):
        answer = client.post(page(task, "record/save/"), {"field": field, "value": value, "was": ""})
        assert answer.status_code == status, field


def test_an_item_that_is_not_of_the_task_is_refused(task: InspectionTask, as_user: Any) -> None:
    client = as_user(checks.inspector_of(task))
    answer = client.post(page(task, "record/"), {"met": "王经理", "answer-999999": "pass"})
    assert (answer.status_code, "不属于本次检查的事项" in answer.content.decode()) == (422, True)
    assert "王经理" in answer.content.decode()


def test_photos_are_kept_one_by_one_and_others_are_refused_with_the_way_out(task: InspectionTask, as_user: Any) -> None:
    client = as_user(checks.inspector_of(task))
    heic = SimpleUploadedFile("IMG_1.HEIC", HEIC)
    fake = SimpleUploadedFile("假照片.jpg", b"hello, no picture")
    answer = client.post(page(task, "photos/"), {"file": [checks.picture("门头.png"), heic, fake]})
    html = answer.content.decode()

    assert answer.status_code == 422
    assert ("已保存 1 张照片" in html, "IMG_1.HEIC" in html, "HEIC" in html, "假照片.jpg" in html) == (True,) * 4
    assert [row.file.name for row in TaskPhoto.objects.all()] == ["门头.png"]


def test_twenty_photos_at_once_are_kept(task: InspectionTask, as_user: Any) -> None:
    client = as_user(checks.inspector_of(task))
    answer = client.post(page(task, "photos/"), {"file": [checks.picture(f"{n}.png") for n in range(20)]})
    assert (answer.status_code, TaskPhoto.objects.count()) == (302, 20)


def sent(client: Client, task: InspectionTask, rest: str, **values: Any) -> Any:
    """As the script of the field form sends one entry."""
    return client.post(page(task, rest), values, headers={"X-Follow": "script", "Accept": "application/json"})


def test_what_is_sent_again_under_its_key_does_not_stand_twice(task: InspectionTask, as_user: Any) -> None:
    client, item = as_user(checks.inspector_of(task)), checks.item_of(task)
    keys = [str(uuid4()) for _ in range(21)]
    # A bad line: each arrives, every second answer is lost on the way and the phone sends again.
    for number, key in enumerate(keys[:20]):
        for _ in range(1 + number % 2):
            answer = sent(client, task, "photos/", file=checks.picture(f"{number}.png"), key=key)
            assert (answer.status_code, answer.json()) == (200, {"said": "已保存 1 张照片。"})
    for _ in range(2):
        told = sent(client, task, "findings/", item=item.pk, text="标识超出范围。", key=keys[20])
        assert (told.status_code, told.json()) == (200, {"said": "问题已登记。"})
        assert sent(client, task, "signature/", file=checks.picture("签字.png")).status_code == 200
    assert (task.photos.count(), task.findings.count()) == (20, 1)
    assert StoredFile.objects.filter(purpose="inspection_signature").count() == 1


def test_a_photo_posted_twice_without_script_does_not_stand_twice(task: InspectionTask, as_user: Any) -> None:
    client = as_user(checks.inspector_of(task))
    for _ in range(2):
        client.post(page(task, "photos/"), {"file": [checks.picture("门头.png"), checks.picture("车间.png")]})
    assert [row.file.name for row in TaskPhoto.objects.all()] == ["门头.png", "车间.png"]
    row = TaskPhoto.objects.all()[0]
    client.post(page(task, f"photos/{row.pk}/drop/"))
    client.post(page(task, "photos/"), {"file": [checks.picture("门头.png")]})  # taken back by mistake
    assert task.photos.filter(taken_back_at=None).count() == 2


def test_the_phone_reads_why_something_was_not_taken(task: InspectionTask, as_user: Any) -> None:
    user = checks.inspector_of(task)
    client, item = as_user(user), checks.item_of(task)
    for rest, values, words in (
        ("photos/", {"file": SimpleUploadedFile("IMG_1.HEIC", HEIC)}, "HEIC"),
        ("photos/", {"file": SimpleUploadedFile("假.jpg", b"hello")}, "假.jpg"),
        ("photos/", {"file": SimpleUploadedFile("空.jpg", b"")}, "空文件"),
        ("photos/", {}, "请选择照片"),
        ("signature/", {"file": SimpleUploadedFile("签字.png", b"hello")}, "签字.png"),
        ("findings/", {"item": item.pk, "text": " "}, "请写明发现的问题"),
        ("findings/", {"item": 999999, "text": "标识超出范围。"}, "本次检查的一个事项"),
    ):
        answer = sent(client, task, rest, key=str(uuid4()), **values)
        assert answer.status_code == 422, rest
        assert words in str(answer.json()["errors"]), rest
    checks.whole_record(task, user)
    file_record(InspectionTask.objects.get(pk=task.pk), user=user, seen=task.revision)
    late = sent(client, task, "photos/", file=checks.picture(), key=str(uuid4()))
    assert (late.status_code, "不能再修改" in late.json()["errors"]["photo"][0]) == (409, True)
    assert Client().post(page(task, "photos/"), headers={"X-Requested-With": "fetch"}).status_code == 401


def test_a_refusal_stands_at_its_part_of_the_form(task: InspectionTask, as_user: Any) -> None:
    client = as_user(checks.inspector_of(task))
    html = client.post(page(task, "photos/"), {"file": SimpleUploadedFile("假.jpg", b"hello")}).content.decode()
    at = html.index('id="photo_error"')
    assert "假.jpg" in html[at : at + 600]


def test_the_most_photos_of_a_task_are_a_policy(task: InspectionTask, as_user: Any) -> None:
    client = as_user(checks.inspector_of(task))
    most = int(policy("inspection.photos"))
    names = [f"{number}.png" for number in range(most + 1)]
    answer = client.post(page(task, "photos/"), {"file": [checks.picture(name) for name in names]})
    assert (answer.status_code, f"最多 {most} 张" in answer.content.decode(), task.photos.count()) == (422, True, most)


def test_the_whole_way_by_the_pages(task: InspectionTask, people: Any, as_user: Any, clock: Any) -> None:
    client, item = as_user(checks.inspector_of(task)), checks.item_of(task)
    client.post(page(task, "findings/"), {"item": item.pk, "text": "标识超出范围。"})
    client.post(page(task, "signature/"), {"file": checks.picture("签字.png")})
    form = {"visited_on": the_clock.today().isoformat(), f"answer-{item.pk}": "fail", "signing": "signed"}
    client.post(page(task, "record/"), {**form, "signatory": "王某"})
    done = client.post(page(task, "file/"), {"seen": task.revision})
    assert done.status_code == 302, done.content.decode()[:3000]

    html = client.get(page(task, "conclude/")).content.decode()
    refused = client.post(page(task, "conclude/"), {**hidden(html), "word": "ordered", "explanation": "限期改正"})
    assert (refused.status_code, "整改期限" in refused.content.decode()) == (422, True)
    said = {"word": "pending", "explanation": "移交处理", "rectify_by": ""}
    assert client.post(page(task, "conclude/"), {**hidden(html), **said}).status_code == 302
    closed = client.get(page(task, "conclude/"), follow=True)
    assert (
        closed.redirect_chain == [(page(task, ""), 302)] and "现为“待复核”，不能作出结论。" in closed.content.decode()
    )

    boss = as_user(people[0])
    html = boss.get(page(task)).content.decode()
    assert boss.post(page(task, "review/"), {**hidden(html), "act": "review"}).status_code == 302
    html = boss.get(page(task)).content.decode()
    early = boss.post(page(task, "publish/"), hidden(html))
    assert (early.status_code, "届满后才能公布" in early.content.decode()) == (422, True)
    task.refresh_from_db()
    clock.set((task.objection_until + timedelta(days=1)).isoformat())  # type: ignore[operator]
    boss = as_user(people[0])
    assert boss.post(page(task, "publish/"), hidden(html)).status_code == 302
    task.refresh_from_db()
    assert (task.state, task.word) == (TaskState.CLOSED, "pending")


def test_a_photo_is_read_by_its_team_and_who_oversees_it_only(task: InspectionTask, people: Any, as_user: Any) -> None:
    client = as_user(checks.inspector_of(task))
    client.post(page(task, "photos/"), {"file": [checks.picture()]})
    url = TaskPhoto.objects.get().file.get_absolute_url()
    assert (client.get(url).status_code, as_user(people[0]).get(url).status_code) == (200, 200)
    assert [one.get(url).status_code for one in (as_user(stranger(task)), Client())] == [404, 404]


def test_what_waits_lies_on_the_right_desk(task: InspectionTask, people: Any) -> None:
    user, organiser = checks.inspector_of(task), people[0]
    assert task in own_tasks(user)
    done = checks.concluded(task)
    assert (done in to_review(organiser), done in to_publish(organiser)) == (True, False)
    assert done not in own_tasks(checks.inspector_of(task))


def test_what_a_reviewer_wrote_stays_when_the_act_is_refused(task: InspectionTask, people: Any) -> None:
    done = checks.concluded(task)
    boss = Client()
    boss.force_login(people[0])
    page = f"/console/inspections/{task.pk}/"
    stale = {**hidden(boss.get(page).content.decode()), "shown": "", "act": "review", "note": "同意，见现场照片。"}
    answer = boss.post(f"{page}review/", stale)
    assert (answer.status_code, "同意，见现场照片。" in answer.content.decode()) == (409, True)
    empty = {"seen": str(done.revision), "act": "send_back", "note": " "}
    assert boss.post(f"{page}review/", empty).status_code == 422


def test_a_photo_is_as_large_as_the_policy_for_uploads_says(task: InspectionTask, people: Any) -> None:
    set_policy("upload.max_megabytes", 0, source="测试", valid_from=the_clock.today(), actor=None, shown=NO_PAGE)
    with pytest.raises(ValidationError):
        add_photo(task, checks.picture(), checks.inspector_of(task))
