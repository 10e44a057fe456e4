"""Every action that our code records has a name for the auditor, and what it publishes is a type of the public log."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from tests.architecture.source import ROOT
from tianfu.ledger.audit.action_words import ACTIONS, words_for
from tianfu.ledger.audit.reasons import needs_reason
from tianfu.ledger.checks import unknown_entries, unnamed_actions, words_exist
from tianfu.ledger.log.kinds import TYPES
from tianfu.registry.literals import given
from tianfu.workflow.checks import passages_have_words, unnamed_passages
from tianfu.workflow.models.aggregate import Aggregate


def test_every_recorded_action_and_every_published_entry_has_words() -> None:
    assert (words_exist(), passages_have_words()) == ([], [])
    assert len(list(given("record", r"[a-z_]+\.[a-z_]+"))) > 50, "the search itself has stopped finding them"
    assert {one.text for one in given("publish", r"[a-z]+\.[a-z_]+")} >= {"draw.void", "cert.issued", "check.result"}


def test_a_forgotten_action_or_entry_stops_the_start_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "supervision").mkdir()
    (tmp_path / "supervision" / "acts.py").write_text(
        'record("lead.file", actor=user)\n'
        'record("lead.burnt", actor=user)\n'
        'access_changed.send(sender, action="role.sold")\n'
        'publish("lead.told", {})\n'
        'publish("cert.issued", {})\n'
    )
    assert unnamed_actions(tmp_path) == [
        "supervision/acts.py:2 要记录操作“lead.burnt”，但没有 audit_names.py 登记它的名称。",
        "supervision/acts.py:3 要记录操作“role.sold”，但没有 audit_names.py 登记它的名称。",
    ]
    assert unknown_entries(tmp_path) == ["supervision/acts.py:4 要公示“lead.told”，但没有 log_kinds.py 登记这一类型。"]


def test_a_passage_that_nobody_named_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(ACTIONS._rows, "application.reject")
    assert unnamed_passages(apps.get_models()) == [
        "申报的办理动作“application.reject”没有名称：请在 audit_names.py 用 name_rules 登记它的规则。"
    ]


def test_every_passage_is_called_as_its_rule_and_needs_the_reason_that_its_rule_demands() -> None:
    passages = [
        (f"{model._meta.model_name}.{passage.name}", model().rule(passage.name))
        for model in apps.get_models()
        if issubclass(model, Aggregate)
        for passage in model._meta.get_field("state").get_all_transitions(model)
    ]
    assert len({action for action, _ in passages}) > 70
    assert [action for action, rule in passages if words_for(action) != rule.label] == []
    assert [action for action, rule in passages if rule.note_required and not needs_reason(action)] == []


def test_the_types_of_the_public_log_are_those_of_ever() -> None:
    """Who follows the log reads them; none is renamed, none gone."""
    assert sorted(TYPES) == sorted(
        [
            "audit.seal",
            "blacklist.entered",
            "blacklist.removed",
            "cert.cancelled",
            "cert.changed",
            "cert.expired",
            "cert.issued",
            "cert.reissued",
            "cert.restored",
            "cert.revoked",
            "cert.suspended",
            "check.result",
            "class.changed",
            "complaint.closed",
            "draw.correction",
            "draw.deviation",
            "draw.dice",
            "draw.plan",
            "draw.result",
            "draw.reveal",
            "draw.void",
            "enterprise.admitted",
            "enterprise.left",
            "key.added",
            "key.retired",
            "mark.batch",
            "notice.published",
            "register.digest",
            "rule.published",
            "software.release",
        ]
    )


def test_every_table_of_rules_is_named() -> None:
    tables = [
        path.relative_to(ROOT).as_posix()
        for folder in ("applications", "certification", "supervision")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"^RULES\b.*= \{", path.read_text(), re.M)
    ]
    assert len(tables) == 18
