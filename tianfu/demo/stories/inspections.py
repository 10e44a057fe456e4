"""Checks in the demo: one under way with a finding, one with a rectification that runs, one that was put right."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction

from supervision.directories.models import InspectionItem, InspectionObject, Inspector
from supervision.directories.states import ObjectKind
from supervision.inspections.assignment.directed import open_directed_check
from supervision.inspections.consequences.reinspections import confirm_reinspection, propose_reinspection
from supervision.inspections.models import InspectionTask
from supervision.inspections.records.acts import add_finding, add_photo, file_record, open_record, save_record, sign
from supervision.inspections.records.inspected_side import keep_signature, note_signing
from supervision.inspections.records.paper import assent
from supervision.inspections.results.conclusions import conclude, publish, review
from supervision.inspections.states import Answer, ResultWord, Signing
from tianfu.demo.accounts import BODIES, person
from tianfu.demo.papers import picture
from tianfu.demo.stories.plays import Story, ago, later
from tianfu.workflow import clock
from tianfu.workflow.signatures.shown import NO_PAGE

FOUND = "现场抽取的产品标签标注值低于公布的对比表中的数值，企业未能提供更新后的检测报告。"


def rectification_runs() -> Story:
    """A body was told to put something right and has until its limit."""
    yield ago(working=26)
    task = _directed("body4", 8, ("罗检查", "唐检查"), "档案抽阅时发现一份证书的审核记录不全。")
    yield later(3)
    task = _visited(task, "inspector", "三份证书的审核记录缺少现场审核的签到表。", met="档案负责人")
    yield later(1)
    task = conclude(
        task, user=person("inspector"), seen=task.revision, word=ResultWord.ORDERED,
        explanation="补齐审核记录，核查同一审核组的其他档案。", rectify_by=clock.today() + timedelta(days=80),
    )  # fmt: skip
    task = review(task, user=person("planner"), seen=task.revision, shown=NO_PAGE, note="证据充分。")
    yield later(11)
    publish(task, user=person("planner"), seen=task.revision)


def put_right() -> Story:
    """From the check of a body to the second visit that found it in order."""
    yield ago(working=48)
    task = _directed("body2", 9, ("韩检查", "曹检查"), "年度监督计划有两份未按期完成的记录。")
    yield later(4)
    task = _visited(task, "inspector2", "两份证书的年度监督审核晚于规定日期，未说明原因。", met="质量负责人")
    task = conclude(
        task, user=person("inspector2"), seen=task.revision, word=ResultWord.ORDERED,
        explanation="补做监督审核，修订监督计划的提醒办法。", rectify_by=clock.today() + timedelta(days=60),
    )  # fmt: skip
    task = review(task, user=person("planner2"), seen=task.revision, shown=NO_PAGE)
    yield later(11)
    task = publish(task, user=person("planner2"), seen=task.revision)
    yield later(15)
    again = propose_reinspection(
        task, user=person("inspector2"), seen=task.revision, on=clock.today(), passed=True,
        findings="两份监督审核已补做并合格，提醒办法已经修订。",
    )  # fmt: skip
    by = {"user": person("inspector2"), "seen": task.revision, "shown": NO_PAGE}
    again = keep_signature(again, picture("签字.png", "PNG"), **by)
    note_signing(again, **by, signing=Signing.SIGNED, signatory="卫认证")
    other = task.members.exclude(inspector__user=person("inspector2")).get().inspector.user
    confirm_reinspection(again, user=other, seen=task.revision, shown=NO_PAGE)


def under_way() -> Story:
    """The record is half written: the visitor goes on with it, on a phone if he likes."""
    yield ago(working=2)
    task = _directed("body2", 10, ("罗检查", "邓检查"), "核实暂停和撤销的证书是否按时公布。")
    inspector = person("inspector")
    with transaction.atomic():
        _, record = open_record(task, inspector)
        save_record(record, {"met": "质量部经理", "visited_on": clock.today()}, inspector)
    add_finding(task, task.items.get(), "一份已暂停的证书，在机构网站上晚了三天才公布。", inspector)
    add_photo(task, picture("网站截图.png", "PNG"), inspector)


def visit(task: InspectionTask, with_problem: int, *, rectify: bool = False) -> InspectionTask:
    """A drawn check, filed and concluded by whoever leads its team; a problem in its table of comparison, where its key is
    `with_problem`: with `rectify` to be put right, else left to the operator."""
    lead = task.members.get(lead=True).inspector.user
    items = list(task.items.order_by("code"))
    answers = {f"answer-{item.pk}": Answer.PASS for item in items}
    if task.pk == with_problem:
        item = next(item for item in items if item.code == "TFMP-J-03")
        answers[f"answer-{item.pk}"] = Answer.FAIL
        add_finding(task, item, FOUND, lead)
    done = _signed(task, lead, "质量负责人", answers)
    if task.pk != with_problem:
        return conclude(done, user=lead, seen=done.revision, word=ResultWord.NORMAL)
    if rectify:
        limit = clock.today() + timedelta(days=60)
        told = "按标准补做该项检验，核查同批产品，更正对比表。"
        return conclude(
            done, user=lead, seen=done.revision, word=ResultWord.ORDERED, explanation=told, rectify_by=limit
        )
    told = "该项指标与公布的对比表不一致，移交运营机构决定如何处理。"
    return conclude(done, user=lead, seen=done.revision, word=ResultWord.PENDING, explanation=told)


def looked_at(task: InspectionTask) -> InspectionTask:
    """By an organiser; the draw counts its pick as done."""
    note = "记录完整，证据充分。"
    return review(task, user=person("planner"), seen=task.revision, shown=NO_PAGE, note=note)


def check_stories() -> list[Callable[[], Story]]:
    return [put_right, rectification_runs, under_way]


def _items(*numbers: int) -> list[InspectionItem]:
    return list(InspectionItem.objects.filter(code__in=[f"TFMP-J-{number:02d}" for number in numbers]))


def _team(*names: str) -> list[Inspector]:
    """Its lead first."""
    return [Inspector.objects.get(name=name) for name in names]


def _directed(body: str, item: int, team: Iterable[str], reason: str) -> InspectionTask:
    obj = InspectionObject.objects.get(kind=ObjectKind.CERTIFICATION_BODY, name=BODIES[body][0])
    return open_directed_check(obj, _items(item), _team(*team), reason, person("province"), person("province2"))


def _visited(task: InspectionTask, account: str, found: str, *, met: str) -> InspectionTask:
    """One finding on the one item, signed on the screen."""
    user, item = person(account), task.items.get()
    add_finding(task, item, found, user)
    return _signed(task, user, met, {f"answer-{item.pk}": Answer.FAIL, f"note-{item.pk}": found})


def _signed(task: InspectionTask, user: Any, met: str, answers: dict[str, str]) -> InspectionTask:
    """The record of today with a photo, signed on the screen, filed, and signed by the team."""
    add_photo(task, picture(f"现场-{task.pk}.jpg", "JPEG"), user)
    with transaction.atomic():
        _, record = open_record(task, user)
        signed = {"visited_on": clock.today(), "met": met, "signing": Signing.SIGNED, "signatory": met}
        save_record(record, signed | answers, user)
        sign(record, picture(f"签字-{task.pk}.png", "PNG"), user)
    done = file_record(InspectionTask.objects.get(pk=task.pk), user=user, seen=task.revision)
    for member in done.members.exclude(inspector__user=user).exclude(inspector__user=None):
        assent(done, member.inspector.user)
    return done
