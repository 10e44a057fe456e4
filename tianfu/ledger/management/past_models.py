"""The models of the past, as `migrate` needs them, without drawing half of them anew for every step.

Django draws a model and all its relatives again whenever a migration touches it. Most of our steps give a table a
constraint, an index or a trigger, which no relative sees; and each state field drawn goes on listening for every class
that is drawn after it. Together that was four fifths of the time of a first start.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ModelState, ProjectState, StateApps
from django.db.models.signals import class_prepared
from django.utils.functional import cached_property

# What stands in a model's options and is seen by nobody but its own table.
OWN = ("constraints", "indexes", "triggers")


class PastModels(ProjectState):
    """A project state that draws a model anew only when more than its constraints, indexes or triggers changed."""

    def __init__(self, models: Any = None, real_apps: Any = None) -> None:
        super().__init__(models, real_apps)
        self.drawn: dict[tuple[str, str], tuple[Any, ...]] = {}

    @cached_property
    def apps(self) -> StateApps:
        with nobody_listens():
            found = StateApps(self.real_apps, self.models)  # type: ignore[arg-type] # the stubs want a list
        self.drawn = {key: _seen_by_others(state) for key, state in self.models.items()}
        return found

    def clone(self) -> "PastModels":
        plain = super().clone()
        found = PastModels(plain.models, self.real_apps)
        if "apps" in plain.__dict__:
            found.apps = plain.apps
            found.drawn = dict(self.drawn)
        found.is_delayed = self.is_delayed
        return found

    def reload_model(self, app_label: str, model_name: str, delay: bool = False) -> None:
        if "apps" not in self.__dict__:
            return
        state = self.models[app_label, model_name]
        if self.drawn.get((app_label, model_name)) == _seen_by_others(state):
            meta = self.apps.get_model(app_label, model_name)._meta
            for name in OWN:
                setattr(meta, name, list(state.options.get(name, [])))
            meta._expire_cache()
        else:
            super().reload_model(app_label, model_name, delay)

    def remove_model(self, app_label: str, model_name: str) -> None:
        super().remove_model(app_label, model_name)
        self.drawn.pop((app_label, model_name), None)

    def _reload(self, related_models: set[tuple[str, str]]) -> None:
        with nobody_listens():
            super()._reload(related_models)  # type: ignore[misc] # unknown to the stubs
        for key in related_models & self.models.keys():
            self.drawn[key] = _seen_by_others(self.models[key])


def _seen_by_others(state: ModelState) -> tuple[Any, ...]:
    """Fields are never changed, only replaced: the same object is the same column."""
    options = {name: value for name, value in state.options.items() if name not in OWN}
    return state.name, list(state.fields.items()), options, state.bases, list(state.managers)


@contextmanager
def nobody_listens() -> Iterator[None]:
    """Whoever began to listen for new classes in the block stops with it: a past model has no transitions to collect."""
    before = list(class_prepared.receivers)
    try:
        yield
    finally:
        class_prepared.receivers = before


class Executor(MigrationExecutor):
    def _create_project_state(self, with_applied_migrations: bool = False) -> PastModels:
        plain = super()._create_project_state(with_applied_migrations)  # type: ignore[misc] # unknown to the stubs
        return PastModels(plain.models, plain.real_apps)
