"""Every action that our code records has a name for the auditor: no column of raw codes."""

import ast
import importlib
import re

import pytest

from tests.architecture.source import ROOT
from tianfu.ledger.audit.action_words import words_for

NAME = re.compile(r"[a-z_]+\.[a-z_]+")
CALLS = {"record", "_record", "_return_to_desk", "_report_second_factor", "_audit"}
# Modules of one RULES table each → the name of its model, under which the door records.
RULES = {
    "applications.cases.rules.verbs": "application",
    "applications.enterprises.changes.rules": "enterprisechange",
    "certification.authorizations.rules": "authorization",
    "certification.certificates.rules": "qualitycertificate",
    "certification.authorizations.replacements.rules": "replacement",
    "certification.authorizations.restorations.rules": "restoration",
    "supervision.directories.item_rules": "inspectionitem",
    "supervision.directories.plan_rules": "yearlyplan",
    "supervision.draws.rules": "drawplan",
    "supervision.inspections.rules": "inspectiontask",
    "supervision.inspections.samples.rules": "sample",
    "supervision.lists.entry_rules": "blacklistentry",
    "supervision.lists.lead_rules": "lead",
}


def recorded() -> set[str]:
    found = set()
    for folder in ("applications", "certification", "tianfu"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in CALLS:
                    given = [*node.args, *(word.value for word in node.keywords if word.arg == "action")]
                    found |= {
                        arg.value
                        for arg in given
                        if isinstance(arg, ast.Constant) and isinstance(arg.value, str) and NAME.fullmatch(arg.value)
                    }
                if isinstance(node, ast.keyword) and node.arg == "action" and isinstance(node.value, ast.Constant):
                    value = str(node.value.value)
                    found |= {value} if NAME.fullmatch(value) else set()
    return found


def test_every_recorded_action_is_named():
    actions = recorded()
    assert len(actions) > 50, "the search itself has stopped finding them"
    unnamed = sorted(action for action in actions if words_for(action) == action)
    assert unnamed == [], "give them words in the app's audit_names.py"


@pytest.mark.parametrize(("module", "model"), RULES.items())
def test_every_passage_of_an_aggregate_is_named_as_its_rule(module, model):
    rules = importlib.import_module(module).RULES
    assert {verb: words_for(f"{model}.{verb}") for verb in rules} == {verb: rule.label for verb, rule in rules.items()}


def test_a_table_of_rules_that_nobody_names_is_noticed():
    tables = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for folder in ("applications", "certification", "supervision")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"^RULES\b.*= \{", path.read_text(), re.M)
    }
    assert tables == set(RULES)
