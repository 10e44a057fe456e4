"""The door itself; and that no aggregate, verb or demand of a rule is left out of the tests that ask it (`tests/door`)."""

from dataclasses import replace
from importlib import import_module
from inspect import getsource
from pathlib import Path

import pytest
from django_fsm import can_proceed

from applications.models import Application
from certification.certificates.rules import RULES
from tests import make
from tests.door.cast import cast
from tests.door.probe import Probe
from tests.door.tables import FOLDER, aggregates, name_of, verbs_of
from tests.door.wrong import WRONG
from tests.some import some
from tianfu.accounts.models import User
from tianfu.workflow import door
from tianfu.workflow.door import NotAllowed, NotPossible, Overtaken, advance, allowed
from tianfu.workflow.models.aggregate import SYSTEM, _nothing_missing, _nothing_wrong, complete, rules_of

TESTS = Path(__file__).resolve().parents[1]


def owners():
    """The tests that ask a door, wherever they stand."""
    paths = sorted(TESTS.rglob("test_door.py"))
    names = [".".join(path.relative_to(TESTS.parent).with_suffix("").parts) for path in paths]
    return [module for module in map(import_module, names) if hasattr(module, "AGGREGATES")]


def test_every_aggregate_has_a_test_of_its_door_and_a_kept_table() -> None:
    asked = [model for module in owners() for model in module.AGGREGATES]
    assert sorted(map(name_of, asked)) == sorted(map(name_of, aggregates())), "each once"
    kept = {path.stem for path in FOLDER.glob("*.txt")}
    assert kept == {name_of(model) for model in aggregates()}
    assert sum(len(verbs_of(model)) for model in aggregates()) >= 58


def table(model):
    """The rules of an aggregate: laid down for it, or beside it."""
    beside = getattr(import_module(model.__module__), "RULES", None)
    return beside if beside is not None else rules_of(model)


def test_every_verb_has_a_rule_and_every_rule_a_verb() -> None:
    for model in some(aggregates()):
        rules = table(model)
        assert sorted(rules) == sorted(verbs_of(model)), model


def test_every_own_demand_of_a_rule_has_a_call_that_lacks_it() -> None:
    """Nothing exempt in silence: `problems` and `objections` of a rule are each made true once, or signed by two."""
    owners()
    bare = []
    for model in aggregates():
        for verb, rule in table(model).items():
            demands = rule.problems is not _nothing_missing or rule.objections is not _nothing_wrong
            by_two = "signed_by_two(" in (said := getsource(rule.objections)) or "unsigned(" in said
            if demands and not by_two and not WRONG.get(f"{name_of(model)}.{verb}"):
                bare.append(f"{name_of(model)}.{verb}")
    assert bare == []


@pytest.fixture
def certificate(reference):
    return make.certificate(make.body(), fits=make.product(make.enterprise()))


@pytest.mark.django_db
def test_the_door_asks_in_its_order_and_writes_nothing_when_it_refuses(certificate) -> None:
    signer = make.member(certificate.body.organisation, sign=True)
    reader = make.member(certificate.body.organisation, edit=True, manage=True)
    with pytest.raises(Overtaken):
        advance(certificate, "suspend", actor=reader, seen=1, note="")
    with pytest.raises(NotPossible, match="当前状态为“有效”，不能恢复证书。"):
        advance(certificate, "reinstate", actor=reader, seen=0, note="")
    for person in (reader, make.user(), SYSTEM):
        with pytest.raises(NotAllowed, match="您没有暂停证书的权限"):
            advance(certificate, "suspend", actor=person, seen=0, note="")
    with pytest.raises(NotPossible, match="暂停证书须写明理由。"):
        advance(certificate, "suspend", actor=signer, seen=0, note=" ")
    certificate.refresh_from_db()
    assert (certificate.state, certificate.revision, certificate.changes.count()) == ("valid", 0, 0)


@pytest.mark.django_db
def test_a_passage_writes_state_revision_history_and_audit_that_agree(certificate) -> None:
    signer = make.member(certificate.body.organisation, sign=True)
    heard = []

    def hear(sender, obj, change, actor, **rest):
        heard.append((sender, obj.pk, change.transition, actor))

    door.state_changed.connect(hear)
    try:
        done = advance(certificate, "suspend", actor=signer, seen=0, note="监督不合格")
    finally:
        door.state_changed.disconnect(hear)
    (change,) = done.changes.all()
    assert (done.state, done.revision) == ("suspended", 1)
    assert (change.source, change.target, change.revision, change.actor, change.note) == (
        "valid", "suspended", 1, signer, "监督不合格",
    )  # fmt: skip
    assert (change.audit.action, change.audit.actor_id, change.audit.reason) == (
        "qualitycertificate.suspend", signer.pk, "监督不合格",
    )  # fmt: skip
    assert heard == [(type(certificate), certificate.pk, "suspend", signer)]
    with pytest.raises(Overtaken, match=f"{signer}于 .*已先行办理，由“有效”转到“暂停”"):
        advance(certificate, "suspend", actor=signer, seen=0, note="再次")


@pytest.mark.django_db
def test_what_is_missing_is_asked_once_under_the_lock(reference, monkeypatch) -> None:
    """The door asks it in words, and the transition takes its answer: completeness is half of what a submission costs."""
    rules, asked = rules_of(Application), []
    rule = rules["submit"]
    counted = replace(rule, problems=lambda row: asked.append(row.pk) or rule.problems(row))
    monkeypatch.setitem(rules, "submit", counted)
    case = make.filed(item=make.product(make.enterprise()))
    assert asked == [case.pk]
    # Without the door nothing is taken for granted.
    assert case.found_complete == ""
    monkeypatch.setitem(rules, "submit", replace(rule, problems=lambda row: ["还缺一份材料。"]))
    assert not complete("submit")(case)
    with pytest.raises(NotPossible, match="还缺一份材料。"):
        make.filed(item=make.product(make.enterprise("四川泡菜食品有限公司"), "四川泡菜"))


@pytest.mark.django_db
def test_a_button_is_shown_to_whom_the_door_lets_in(certificate) -> None:
    signer = make.member(certificate.body.organisation, sign=True)
    assert allowed(certificate, signer, "suspend") == (True, [])
    assert allowed(certificate, signer, "reinstate") == (False, [])
    assert allowed(certificate, make.user(), "suspend") == (False, [])
    assert can_proceed(certificate.suspend, check_conditions=False)


@pytest.mark.django_db
@pytest.mark.parametrize("broken", ["permission", "revision", "state", "reason", "both sides"])
def test_the_probe_sees_a_door_that_stopped_asking(certificate, monkeypatch, broken) -> None:
    """The test of the test: each of the door's questions taken away, one at a time."""
    signer = make.member(certificate.body.organisation, sign=True)
    everybody = cast(body=certificate.body.organisation)
    people = {key: everybody[key] for key in ("operator_officer", "body.sign", "body.edit", "other_body", "system")}
    probe = Probe({type(certificate): ("一张证书", people)})
    if broken == "permission":
        monkeypatch.setattr(door, "_permitted", lambda *args: True)
    elif broken == "revision":
        monkeypatch.setattr(door, "refuse_stale", lambda *args: None)
    elif broken == "state":
        monkeypatch.setattr(door, "can_proceed", lambda *args, **kwargs: True)
    elif broken == "reason":
        monkeypatch.setattr(type(certificate), "rule", _without_note)
    else:
        monkeypatch.setattr(door, "staff_problems", lambda *args: [])
    with probe.watching():
        advance(certificate, "suspend", actor=User.objects.get(pk=signer.pk), seen=0, note="监督不合格")
    assert probe.faults != []


def _without_note(self, transition):
    return replace(RULES[transition], note_required=False)
