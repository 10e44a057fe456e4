"""System checks of the clock: a moved clock has no place where papers are real."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections

from tianfu.workflow.models import ClockOffset


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
