"""`migrate` draws a past model anew only for what its relatives can see."""

import pytest
from django.core.management import get_commands
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, AlterField, RemoveConstraint
from django.db.migrations.state import ProjectState
from django.db.models.signals import class_prepared
from pgtrigger.migrations import AddTrigger

from tianfu.ledger.management.past_models import PastModels
from tianfu.ledger.models import AuditEvent

KEY = ("ledger", "auditevent")


@pytest.fixture
def state() -> PastModels:
    plain = MigrationLoader(None).project_state()
    found = PastModels(plain.models, plain.real_apps)
    assert found.apps.is_installed("ledger")
    return found


def options_of(state: ProjectState) -> dict[str, list[str]]:
    meta = state.apps.get_model(*KEY)._meta
    return {name: [one.name for one in getattr(meta, name)] for name in ("constraints", "indexes", "triggers")}


def test_migrate_is_ours() -> None:
    assert get_commands()["migrate"] == "tianfu.ledger"


def test_a_constraint_an_index_or_a_trigger_is_set_on_the_model_that_is_drawn(state: PastModels) -> None:
    drawn = state.apps.get_model(*KEY)
    before = options_of(state)
    trigger = AuditEvent._meta.triggers[0].compile(AuditEvent)
    AddConstraint("auditevent", models.CheckConstraint(condition=models.Q(pk__gt=0), name="c7")).state_forwards(
        "ledger", state
    )
    AddIndex("auditevent", models.Index(fields=["at"], name="i7")).state_forwards("ledger", state)
    AddTrigger("auditevent", trigger).state_forwards("ledger", state)
    assert state.apps.get_model(*KEY) is drawn
    assert options_of(state) == {
        "constraints": [*before["constraints"], "c7"],
        "indexes": [*before["indexes"], "i7"],
        "triggers": [*before["triggers"], trigger.name],
    }
    RemoveConstraint("auditevent", "c7").state_forwards("ledger", state)
    assert state.apps.get_model(*KEY) is drawn
    assert options_of(state)["constraints"] == before["constraints"]
    # As Django draws it from nothing.
    assert options_of(state) == options_of(ProjectState(state.models, state.real_apps))


@pytest.mark.parametrize(
    "step",
    [
        AddField("auditevent", "more", models.IntegerField(null=True)),
        AlterField("auditevent", "reason", models.CharField(max_length=7)),
    ],
)
def test_a_column_draws_the_model_and_its_relatives_anew(state: PastModels, step: AddField) -> None:
    drawn, person = state.apps.get_model(*KEY), state.apps.get_model("accounts", "user")
    older = state.clone()
    step.state_forwards("ledger", state)
    now = state.apps.get_model(*KEY)
    assert now is not drawn
    assert now._meta.get_field(step.name).get_internal_type() == step.field.get_internal_type()
    assert now._meta.get_field("actor").related_model is state.apps.get_model("accounts", "user") is not person
    assert older.apps.get_model(*KEY) is drawn


def test_a_model_that_went_and_came_again_is_drawn(state: PastModels) -> None:
    kept = state.models["ledger", "auditseal"]
    drawn = state.apps.get_model("ledger", "auditseal")
    state.remove_model("ledger", "auditseal")
    state.add_model(kept)
    assert state.apps.get_model("ledger", "auditseal") is not drawn


def test_states_of_the_past_listen_for_no_transitions(state: PastModels) -> None:
    before = len(class_prepared.receivers)
    state.clear_delayed_apps_cache()
    del state.__dict__["apps"]
    assert state.apps.get_model("applications", "application")._meta.get_field("state") is not None
    state.reload_model("applications", "application")
    AddField("application", "more", models.IntegerField(null=True)).state_forwards("applications", state)
    assert len(class_prepared.receivers) == before
