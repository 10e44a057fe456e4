"""A wrong variable stops the start with a sentence that names it."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from tianfu.environment import broker_url, env_bool, env_int, env_list, env_text


@pytest.fixture
def given(monkeypatch):
    return lambda value: monkeypatch.setenv("TIANFU_TEST", value)


@pytest.mark.parametrize(("text", "value"), [("1", True), ("true", True), ("Off", False), ("0", False), ("", True)])
def test_a_switch_is_read_and_empty_is_its_default(given, text, value):
    given(text)
    assert env_bool("TIANFU_TEST", default=True) is value


@pytest.mark.parametrize("read", [env_bool, lambda name: env_int(name, 1)])
def test_a_wrong_value_is_refused_by_name(given, read):
    given("perhaps")
    with pytest.raises(ImproperlyConfigured, match="TIANFU_TEST"):
        read("TIANFU_TEST")


def test_a_missing_or_empty_text_without_default_is_refused(given, monkeypatch):
    monkeypatch.delenv("TIANFU_TEST", raising=False)
    for prepare in (lambda: None, lambda: given("")):
        prepare()
        with pytest.raises(ImproperlyConfigured, match="TIANFU_TEST 未设置"):
            env_text("TIANFU_TEST")


def test_a_list_has_no_empty_items(given):
    given("a.example, b.example,,")
    assert env_list("TIANFU_TEST") == ["a.example", "b.example"]


@pytest.mark.parametrize(
    ("redis", "broker"),
    [
        ("redis://queue:6379/0", "redis://queue:6379/0"),
        ("unix:///run/valkey.sock?db=3", "redis+socket:///run/valkey.sock?virtual_host=3"),
        ("unix:///run/valkey.sock", "redis+socket:///run/valkey.sock?virtual_host=0"),
    ],
)
def test_celery_gets_its_own_name_for_a_socket(redis, broker):
    assert broker_url(redis) == broker
