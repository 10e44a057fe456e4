"""System checks of the clock (a moved clock has no place where papers are real) and of the policies."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connections

from tianfu.ledger.audit.action_words import words_for
from tianfu.registry.discovery import BASE
from tianfu.registry.literals import unknown
from tianfu.workflow.models import ClockOffset
from tianfu.workflow.models.aggregate import Aggregate
from tianfu.workflow.policies.catalogue import POLICIES, PolicyDefault
from tianfu.workflow.policies.units import check_value
from tianfu.workflow.work_items import endorsements_without_source


@register(Tags.security)
def demo_is_not_public(**kwargs: Any) -> list[CheckMessage]:
    """DEMO with a public https address is refused, unless somebody says that it is meant: DEMO_PUBLIC=1."""
    if settings.DEMO and settings.HTTPS and not settings.DEMO_PUBLIC:
        return [
            Error(
                "DEMO=1 时 PUBLIC_URL 是 https 地址：演示时钟可以改动时间，不得用于正式站点。",
                hint="正式站点去掉 DEMO；公开的演示站点另设 DEMO_PUBLIC=1。",
                id="workflow.E001",
            )
        ]
    return []


@register(Tags.database)
def clock_is_not_moved(
    app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Without DEMO a leftover offset row is ignored by the clock; it still must not be there."""
    if settings.DEMO or not databases or "default" not in databases:
        return []
    try:
        with connections["default"].cursor() as cursor:
            if ClockOffset._meta.db_table not in connections["default"].introspection.table_names(cursor):
                return []
        row = ClockOffset.objects.filter(pk=1).first()
    except DatabaseError:
        return []  # the database's own checks speak of that
    if row is not None and row.offset:
        return [
            Error(
                f"演示时钟的偏移（{row.offset}）仍在数据库里，但 DEMO 未开启。",
                hint="该库曾作演示用，其中的日期不可信；请换一个库，或删除 workflow_clockoffset 的记录。",
                id="workflow.E002",
            )
        ]
    return []


@register
def policies_have_values(**kwargs: Any) -> list[CheckMessage]:
    """A rule's number that code asks for is there from the first day, and is one."""
    sentences = [*wrong_policies(POLICIES.values()), *unknown_policies()]
    return [Error(sentence, id="workflow.E003") for sentence in sentences]


def wrong_policies(entries: Iterable[PolicyDefault]) -> list[str]:
    found = []
    for entry in entries:
        try:
            check_value(entry.unit, entry.value)
        except ValidationError as error:
            found.append(f"政策参数“{entry.key}”的建议值不对：{error.messages[0]}")
    return found


def unknown_policies(base: Path = BASE) -> list[str]:
    found = unknown("policy|policy_rows?|policy_values", r"[a-z_]+(\.[a-z_]+)*", POLICIES.__contains__, base)
    return [f"{one.place} 要读取政策参数“{one.text}”，但没有 policies.toml 给出建议值。" for one in found]


@register
def passages_have_words(**kwargs: Any) -> list[CheckMessage]:
    """What passes the door is recorded under the name of its rule, for the auditor to read."""
    return [Error(sentence, id="workflow.E004") for sentence in unnamed_passages(apps.get_models())]


def unnamed_passages(models: Iterable[Any]) -> list[str]:
    found = []
    for model in models:
        if issubclass(model, Aggregate):
            verbs = sorted({passage.name for passage in model._meta.get_field("state").get_all_transitions(model)})
            actions = [f"{model._meta.model_name}.{verb}" for verb in verbs]
            found += [
                f"{model._meta.verbose_name}的办理动作“{action}”没有名称：请在 audit_names.py 用 name_rules 登记它的规则。"
                for action in actions
                if words_for(action) == action
            ]
    return found


@register
def proposals_are_listed(**kwargs: Any) -> list[CheckMessage]:
    """What waits for a second person stands in a list."""
    return [Error(sentence, id="workflow.E005") for sentence in endorsements_without_source(apps.get_models())]
