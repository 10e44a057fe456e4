"""What was read is what is signed: the digest of a page's content."""

from datetime import date
from decimal import Decimal

import pytest

from tianfu.workflow.signatures.shown import NO_PAGE, Changed, changed_entries, digest, refuse_changed, stamp

CONTENT = {"主体信息 · 从业人数": "260", "主体信息 · 成立日期": "2009-05-18", "对比表 · 第 1 行": {"own": "0.021"}}


def test_same_content_has_the_same_digest_whatever_the_order_and_another_has_another():
    assert digest(CONTENT) == digest(dict(reversed(CONTENT.items())))
    assert len(digest(CONTENT)) == 64
    assert digest({**CONTENT, "主体信息 · 从业人数": "9999"}) != digest(CONTENT)
    assert digest([date(2026, 9, 28), Decimal("0.10")]) == digest(["2026-09-28", "0.10"])


def test_what_was_read_passes_with_the_stamp_and_with_the_digest_alone():
    for given in (stamp(CONTENT), digest(CONTENT)):
        assert (refuse_changed(given, CONTENT), changed_entries(given, CONTENT)) == (None, [])


def test_a_refusal_names_what_changed_what_came_and_what_went():
    now = {"主体信息 · 从业人数": "9999", "对比表 · 第 1 行": {"own": "0.021"}, "主体信息 · 联系人": "赵六"}
    with pytest.raises(Changed) as refusal:
        refuse_changed(stamp(CONTENT), now)
    assert refusal.value.changes == [
        ("主体信息 · 从业人数", "9999"),
        ("主体信息 · 联系人", "赵六"),
        ("有 1 项已被移除", ""),
    ]
    assert "主体信息 · 从业人数" in str(refusal.value)
    assert changed_entries(stamp(CONTENT), now) == ["主体信息 · 从业人数", "主体信息 · 联系人"]


@pytest.mark.parametrize("given", ["", "0", "é" * 70, "f" * 64, "f" * 64 + ".broken..", digest({})])
def test_a_page_that_gives_nothing_or_nonsense_back_signs_nothing(given):
    with pytest.raises(Changed):
        refuse_changed(given, CONTENT)


def test_marks_that_fit_do_not_help_a_digest_that_does_not():
    with pytest.raises(Changed) as refusal:
        refuse_changed("0" * 64 + stamp(CONTENT)[64:], CONTENT)
    assert refusal.value.changes == []


def test_what_came_into_an_empty_page_is_named():
    with pytest.raises(Changed) as refusal:
        refuse_changed(stamp({}), {"2027 年第一批": "2027-01-01 至 2027-03-31"})
    assert refusal.value.changes == [("2027 年第一批", "2027-01-01 至 2027-03-31")]


def test_without_a_page_only_the_named_value_passes_never_an_empty_field():
    refuse_changed(NO_PAGE, CONTENT)
    for given in ("", "no page", "NO_PAGE", "None"):
        with pytest.raises(Changed, match="页面没有带回您读到的内容"):
            refuse_changed(given, CONTENT)
