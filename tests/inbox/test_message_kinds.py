"""The texts of messages stand beside the subject that sends them; the inbox knows none of them by itself."""

from pathlib import Path

import pytest

from tests.architecture.source import ROOT, modules
from tianfu.inbox.catalogue import CATALOGUE, register_messages
from tianfu.inbox.checks import messages_exist, unknown_messages
from tianfu.inbox.message_kind import Audience, MessageKind


def test_every_message_that_is_sent_by_its_key_exists() -> None:
    assert messages_exist() == []


@pytest.mark.parametrize(
    "line",
    [
        'notify("no_such_message", users=[user], context={})',
        'tell_enterprise(application, "no_such_message", due=due)',
        '_tell_desk(task, "stage_passed" if passed else "no_such_message")',
    ],
)
def test_a_message_nobody_registered_is_named_with_the_line_that_sends_it(line: str, tmp_path: Path) -> None:
    (tmp_path / "applications").mkdir()
    (tmp_path / "applications" / "acts.py").write_text(f"\n{line}\n")
    assert unknown_messages(tmp_path) == [
        "applications/acts.py:2 要发送消息“no_such_message”，但没有 message_kinds.py 登记它。"
    ]


def test_a_message_with_the_key_of_another_does_not_replace_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CATALOGUE, "doubles", [])
    before = CATALOGUE["stage_passed"]
    register_messages("supervision.somewhere", [MessageKind("stage_passed", "别的", Audience.DESK, "", "", {})])
    assert CATALOGUE["stage_passed"] is before
    assert CATALOGUE.doubles == [
        "消息“stage_passed”登记了两次（applications.review.message_kinds 和 supervision.somewhere），请只留一处。"
    ]


def test_the_inbox_holds_only_the_messages_it_sends_itself() -> None:
    assert [key for key in CATALOGUE if CATALOGUE.place_of(key).startswith("tianfu.inbox")] == [
        "membership_requested", "membership_approved", "membership_refused", "staff_invited", "job_parked",
    ]  # fmt: skip


def test_a_message_stands_in_the_app_that_sends_it() -> None:
    for key in CATALOGUE:
        app = CATALOGUE.place_of(key).partition(".")[0]
        texts = [one.text for one in modules() if one.name != CATALOGUE.place_of(key) and one.name.startswith(app)]
        stem = key.removesuffix("_desk")
        assert any(f'"{key}"' in text or f'"{stem}"' in text for text in texts), f"{key}: {ROOT / app}"
