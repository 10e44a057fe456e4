"""Loud readers of environment variables: a wrong value stops the start with a sentence; an empty one counts as not set."""

import os
import re
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured

_LIMIT = re.compile(r"([a-z_]+):([0-9]{1,9})/([1-9][0-9]{0,8})")
_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}


def env_text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(f"环境变量 {name} 未设置；变量表见 README。")
    return value


def env_bool(name: str, *, default: bool = False) -> bool:
    value = (os.environ.get(name) or ("1" if default else "0")).strip().lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise ImproperlyConfigured(f"环境变量 {name} 应为 1 或 0，现为 {value!r}。")


def env_int(name: str, default: int) -> int:
    value = os.environ.get(name) or str(default)
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"环境变量 {name} 应为整数，现为 {value!r}。") from error


def env_list(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in (os.environ.get(name) or default).split(",") if item.strip()]


def env_limits(name: str, defaults: dict[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """`verify:240/60,look_up:1200/60` = so many in so many seconds; what is not named keeps its default."""
    limits = dict(defaults)
    for item in env_list(name):
        read = _LIMIT.fullmatch(item)
        if read is None or read[1] not in defaults:
            names = "、".join(sorted(defaults))
            raise ImproperlyConfigured(f"环境变量 {name} 应形如 verify:240/60，名称为 {names} 之一，现有 {item!r}。")
        limits[read[1]] = (int(read[2]), int(read[3]))
    return limits


def broker_url(redis_url: str) -> str:
    """Celery's name for the same server: kombu knows no `unix://` (redis-py and Django do)."""
    if not redis_url.startswith("unix://"):
        return redis_url
    parts = urlsplit(redis_url)
    database = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={database}"
