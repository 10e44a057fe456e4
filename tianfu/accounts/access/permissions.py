"""Writes the table of `roles.py` into Django's groups, one per role, after every migrate; and reads it back."""

import logging
from collections.abc import Iterable

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured

from tianfu.accounts.roles import EVERY_VIEW, PERMISSIONS, Role

logger = logging.getLogger(__name__)


def our_app_labels() -> frozenset[str]:
    """Labels of the apps of this project; a library's or Django's are not among them."""
    roots = ("tianfu.", "applications", "certification", "supervision")
    return frozenset(config.label for config in apps.get_app_configs() if config.name.startswith(roots))


def declared_permissions() -> frozenset[str]:
    """Every "app.codename" that a model of ours declares, from the code, whether the row exists yet or not."""
    found: set[str] = set()
    for label in our_app_labels():
        for model in apps.get_app_config(label).get_models():
            options = model._meta
            found.update(f"{label}.{action}_{options.model_name}" for action in options.default_permissions)
            found.update(f"{label}.{codename}" for codename, _ in options.permissions)
    return frozenset(found)


def permissions_of(role: Role) -> frozenset[str]:
    """The row of the table with the wildcard spelled out."""
    named = PERMISSIONS[role]
    if EVERY_VIEW not in named:
        return named
    views = {name for name in declared_permissions() if name.partition(".")[2].startswith("view_")}
    return frozenset((named - {EVERY_VIEW}) | views)


def unknown_permissions() -> dict[Role, frozenset[str]]:
    """Names in the table that no model declares; empty in a healthy tree."""
    declared = declared_permissions()
    missing = {role: permissions_of(role) - declared for role in Role}
    return {role: names for role, names in missing.items() if names}


def sync_groups() -> None:
    """Makes the groups equal to the table; running it twice changes nothing.

    A name without a model stops the migrate, except under DEBUG, where it is logged: while an app is being
    written its permissions may stand in the table before its models do.
    """
    unknown = unknown_permissions()
    if unknown and not settings.DEBUG:
        raise ImproperlyConfigured(f"roles.py names permissions that no model declares: {unknown}")
    for role, names in unknown.items():
        logger.warning("role %s names permissions that no model declares: %s", role, ", ".join(sorted(names)))
    rows = {
        f"{label}.{codename}": pk
        for pk, label, codename in Permission.objects.values_list("pk", "content_type__app_label", "codename")
    }
    for role in Role:
        group, _ = Group.objects.get_or_create(name=role.value)
        group.permissions.set(rows[name] for name in permissions_of(role) if name in rows)


def group_permission_names(roles: Iterable[Role]) -> set[str]:
    """The "app.codename" that the groups of these roles hold, in one query."""
    rows = Permission.objects.filter(group__name__in=[role.value for role in roles])
    return {f"{label}.{name}" for label, name in rows.values_list("content_type__app_label", "codename").distinct()}
