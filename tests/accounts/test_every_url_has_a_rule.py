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
    for address, name, entry in _all(get_resolver()):
        rule = rule_of(entry.callback, name)
        if address.startswith("console/") and name != "admin:logout":
            assert rule.staff or rule is NOBODY, address
        if address.startswith("portal/"):
            assert not rule.public, address
