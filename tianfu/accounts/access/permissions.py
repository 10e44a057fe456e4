"""What each role may do: the `permissions.toml` of the apps, with the wildcard spelled out."""

from collections.abc import Iterable
from functools import cache

from django.apps import apps

from tianfu.accounts.roles import EVERY_VIEW, RIGHTS, Role

# Whoever may view everything of ours needs no row for it.
_DJANGO_DEFAULTS = ("add", "change", "delete", "view")


def our_app_labels() -> frozenset[str]:
    """Labels of the apps of this project; a library's or Django's are not among them."""
    roots = ("tianfu.", "applications", "certification", "supervision")
    return frozenset(config.label for config in apps.get_app_configs() if config.name.startswith(roots))


@cache
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
    """The "app.codename" of this role."""
    named = {name for holder, name in RIGHTS.values() if holder == role}
    if EVERY_VIEW not in named:
        return frozenset(named)
    views = {name for name in declared_permissions() if name.partition(".")[2].startswith("view_")}
    return frozenset((named - {EVERY_VIEW}) | views)


def permissions_of_all(roles: Iterable[Role]) -> set[str]:
    """What somebody with these roles may do."""
    return {name for role in roles for name in permissions_of(role)}


def wrong_rights(rights: Iterable[tuple[str, str]], declared: frozenset[str]) -> list[str]:
    """Rows of a role that does not exist or of a permission that no model declares; permissions that a model declares
    by itself and no role was given, so that nobody could ever do it."""
    rows = list(rights)
    own = {name for name in declared if not name.partition(".")[2].startswith(_DJANGO_DEFAULTS)}
    return [
        *(
            f"permissions.toml 中的岗位“{role}”不存在。"
            for role in dict.fromkeys(role for role, _ in rows)
            if role not in Role
        ),
        *(
            f"permissions.toml 给岗位“{role}”的权限“{name}”没有模型声明。"
            for role, name in rows
            if name != EVERY_VIEW and name not in declared
        ),
        *(
            f"权限“{name}”没有给任何岗位：请在 permissions.toml 登记。"
            for name in sorted(own - {name for _, name in rows})
        ),
    ]
