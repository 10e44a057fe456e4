"""Factories and sample handlers of the workflow tests."""

from datetime import date, datetime

from tianfu.accounts.models import User
from tianfu.workflow.clock import CHINA


def person(name: str = "张三", *, staff: bool = False) -> User:
    number = User.objects.count() + 1
    return User.objects.create_user(f"p{number}@example.cn", "fixed-password", name=name, is_staff=staff)


def beijing(text: str) -> datetime:
    """`beijing("2026-11-05 10:00")`"""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def day(text: str) -> date:
    return date.fromisoformat(text)
