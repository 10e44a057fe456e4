from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tianfu.accounts.access.rules import EXTERNAL_RULES, NOBODY, rule_of


def _all(resolver: URLResolver, names: tuple[str, ...] = (), prefix: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    for entry in resolver.url_patterns:
        address = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _all(entry, (*names, entry.namespace) if entry.namespace else names, address)
        else:
            yield address, ":".join((*names, entry.name or "")), entry


def test_every_address_of_the_project_declares_who_may_open_it() -> None:
    found = list(_all(get_resolver()))
    assert len(found) > 40
    assert [address for address, name, entry in found if rule_of(entry.callback, name) is None] == []


def test_every_name_in_the_table_of_libraries_exists() -> None:
    names = {name for _, name, _ in _all(get_resolver())}
    listed = {key.removeprefix("name:") for key in EXTERNAL_RULES if key.startswith("name:")}
    assert listed - names == set()


def test_nothing_of_the_console_or_the_portal_is_public() -> None:
    rules = {address: (name, rule_of(entry.callback, name)) for address, name, entry in _all(get_resolver())}
    console = {
        key: rule for key, (name, rule) in rules.items() if key.startswith("console/") and name != "admin:logout"
    }
    portal = {key: rule for key, (_, rule) in rules.items() if key.startswith("portal/")}
    assert len(console) > 150 and len(portal) > 50
    assert [address for address, rule in console.items() if not rule.staff and rule is not NOBODY] == []
    assert [address for address, rule in portal.items() if rule.public] == []
