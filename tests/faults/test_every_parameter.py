"""Every address × every name it may read × values nobody's form sends, for everybody: no 500, no exception.

The addresses come from the URL conf, the names from the forms, the filters and the source of each view. Each request is
rolled back, so that all of them meet the same world. Not every method is asked everywhere: once a view has answered that it
does not take one (405), that address is not asked by it again; a path that no address takes is asked once for each part of
the site, since no view hears of it; and of a page that is Django's own for every table, each table is asked a part.
"""

import ast
import inspect
import logging
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import Any
from urllib.parse import quote, unquote_to_bytes

import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.utils.regex_helper import normalize

from applications.models import Application
from certification.models import Authorization
from tests import make
from tests.kept import kept
from tests.some import some
from tianfu.accounts.access.rules import rule_of
from tianfu.accounts.roles import REGION_REQUIRED, Role
from tianfu.demo.routes import Route
from tianfu.files.models import StoredFile
from tianfu.workflow import jobs
from tianfu.workflow.once import new_key

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FORM_KIND = "application/x-www-form-urlencoded"
FIRST = 7001  # the key of the first row of every table that was empty
# Percent-encoded as they go over the wire; {} is the name again.
NUMBERS = ("%C2%B2", "9" * 5000, "9223372036854775808")
# Twice each of what is taken for a number: GET sees the values at even places, POST those at odd ones.
VALUES = (
    "%C2%B2", "%C2%B2", "9" * 5000, "9" * 5000, "9223372036854775808", "9223372036854775808", "-1", "0", "", "1e9",
    "%FF%FE%C0%ED%A0%80", "..%2F..%2Fetc%0D%0Aa:b", "0000-00-00", "1&{}=%C2%B2&{}[]=1", "9999-99-99", "x" * 3000,
    str(FIRST), "%E2%80%AEa,%C2%B2,",
)  # fmt: skip
PATHS = (
    "%C2%B2",
    "9" * 5000,
    "-1",
    "0",
    "9223372036854775808",
    "1e9",
    "..",
    "%FF%FE",
    "%ED%A0%80",
    "%0A",
    "a%2Fb",
    "_5C",
    "%20",
)
# What no view's source shows: the console's lists, the hidden inputs of every form, the context processors.
LISTS = (
    "q", "o", "p", "e", "all", "_popup", "_to_field", "_facets", "_changelist_filters", "id__in", "id__exact",
    "at__gte", "created_at__year", "granted_at__month", "action__in", "user__id__exact", "state__in", "actor__email",
    "region__code__exact", "password__startswith", "last_login__isnull", "is_staff__exact", "action", "_selected_action",
    "index", "select_across",
)  # fmt: skip
COMMON = ("seen", "shown", "once", "kept", "next", "from", "at", "page", "confirm", "csrfmiddlewaretoken", "was-name")
HEADERS = (
    "range", "if-none-match", "if-modified-since", "x-forwarded-for", "x-request-id", "accept", "accept-encoding",
    "accept-language", "referer", "hx-request", "hx-current-url", "origin",  "content-language", "sec-purpose",
)  # fmt: skip


@dataclass
class World:
    people: dict[str, Client] = field(default_factory=dict)
    users: dict[str, Any] = field(default_factory=dict)
    kwargs: dict[str, list[str]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    asked: count = field(default_factory=lambda: count(0))
    doing: str = ""

    def ask(
        self, who: str, method: str, path: str, query: str = "", body: bytes = b"", kind: str = FORM_KIND, **more: Any
    ) -> int:
        """The status; an exception anywhere is noted, the world stays as it was."""
        next(self.asked)
        self.doing = f"{method} {path[:80]} {(query or body.decode(errors='replace'))[:160]} as {who}"
        with transaction.atomic():
            client = self.people[who]
            cookies = client.cookies.copy()
            answer = client.generic(method, "/" + path, body, content_type=kind, QUERY_STRING=query, **more)
            if hasattr(answer, "streaming") and answer.streaming:
                answer.close()
            client.cookies = cookies
            transaction.set_rollback(True)
        if answer.status_code >= 500 and answer.status_code != 503:
            self.failed.append(f"{answer.status_code} {self.doing}")
        return answer.status_code


@dataclass(frozen=True)
class Address:
    route: str  # with {name} for each argument
    arguments: tuple[str, ...]
    name: str
    view: Any

    def path(self, world: World, turn: int = 0, given: dict[str, str] | None = None) -> str:
        values = {key: world.kwargs.get(key, ["x"]) for key in self.arguments}
        return self.route.format(
            **{key: options[turn % len(options)] for key, options in values.items()} | (given or {})
        )


def addresses(resolver: Any = None, prefix: str = "", spaces: tuple[str, ...] = ()) -> Iterator[Address]:
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = entry.pattern
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from addresses(entry, prefix + _route(pattern), inner)
        elif isinstance(entry, URLPattern):
            route = prefix + _route(pattern)
            arguments = tuple(part.partition("}")[0] for part in route.split("{")[1:])
            yield Address(route, arguments, ":".join((*spaces, entry.name or "")), entry.callback)


def _route(pattern: Any) -> str:
    """`<int:pk>/retry/` → `{pk}/retry/`; of a regular expression, what Django itself would reverse."""
    if hasattr(pattern, "_route"):
        return re.sub(r"<(?:[^:>]+:)?(\w+)>", r"{\1}", str(pattern._route))
    form, arguments = normalize(pattern.regex.pattern)[0]
    return (form % {key: "{" + key + "}" for key in arguments}).lstrip("/")


@cache
def names_in(module: str) -> tuple[str, ...]:
    """Names that a module takes from a request through the reader, and the fields of the forms it knows."""
    loaded = sys.modules.get(module)
    if loaded is None or not module.startswith(("tianfu", "applications", "certification", "supervision")):
        return ()
    found: list[str] = []
    for node in ast.walk(ast.parse(inspect.getsource(loaded))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("parameters."):
            found += [
                part.value for part in node.args[1:2] if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
    for value in vars(loaded).values():
        if inspect.isclass(value) and issubclass(value, forms.BaseForm):
            found += list(getattr(value, "base_fields", {}))
    return tuple(dict.fromkeys(found))


def names_of(address: Address) -> list[str]:
    view = address.view
    owner = getattr(view, "view_class", None) or getattr(view, "cls", None)
    names = list(names_in(getattr(owner or view, "__module__", "")))
    form = getattr(owner, "form_class", None)
    names += list(getattr(form, "base_fields", {}))
    if owner is not None and address.name.startswith(("account_", "mfa_")):
        names += ["login", "password", "email", "password1", "password2", "code", "action", "email_add"]
        names += ["credential", "name"]
    if address.name.startswith("admin:"):
        names += LISTS
    if address.route.startswith("api/"):
        names += ["q", "sector", "industry", "region", "route", "status", "sort", "before", "after", "format"]
    return list(dict.fromkeys([*names, *COMMON]))


def sent(names: list[str], turn: int) -> str:
    """Every name with another value, turned by `turn`: after all turns each name had each value."""
    return "&".join(f"{quote(name)}={_value(name, number + turn)}" for number, name in enumerate(names))


def _value(name: str, number: int) -> str:
    return VALUES[number % len(VALUES)].replace("{}", quote(name))


def header(number: int) -> dict[str, str]:
    values = [unquote_to_bytes(value).decode("latin-1") for value in VALUES if "%0D" not in value]
    names = (*HEADERS, "cookie") if number % 6 == 0 else HEADERS  # a cookie of this kind also signs out
    return {name: values[(place + number) % len(values)] for place, name in enumerate(names)}


def build(clock: Any) -> dict[str, Any]:
    """The rows of everybody's world, and who looks at it."""
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if not model._meta.pk.auto_created and model._meta.pk.get_internal_type() not in (
                "BigAutoField",
                "AutoField",
            ):
                continue
            if model._meta.managed and not model._meta.proxy and not model._base_manager.exists():
                cursor.execute("select pg_get_serial_sequence(%s, %s)", [model._meta.db_table, model._meta.pk.column])
                cursor.execute("select setval(%s, %s, false)", [cursor.fetchone()[0], FIRST])
    # Made here, not set again: its rows must have these keys.
    row = make.authorization(item=make.product(make.enterprise()), clock_fixture=clock)
    jobs.run_due()
    row = Authorization.objects.get(pk=row.pk)
    owner = row.enterprise
    person = make.founder(owner.organisation)
    make.draft(item=make.product(owner, "另一种产品"), person=person)
    body = row.application.certificate_claim.certificate.body
    people = {"enterprise": person, "body": make.founder(body.organisation), "visitor": make.user()}
    for role in Role:
        people[role.value] = make.officer(role, "510100" if role in REGION_REQUIRED else None)
    return {"people": people, "number": row.number}


whole_world, built = kept(build)


@pytest.fixture
def world(built: dict[str, Any], settings: Any) -> Iterator[World]:
    # The walk may take longer than five minutes: every view must be reached, not the question before it.
    settings.STEP_UP_SECONDS = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 86_400
    made = World(users=built["people"])
    for who, user in made.users.items():
        made.people[who] = Client(raise_request_exception=False)
        made.people[who].force_login(user)
    made.people["anonymous"] = Client(raise_request_exception=False)
    draft = Application.objects.order_by("-pk").first()
    made.kwargs = {
        "pk": [str(FIRST), str(draft.pk)],
        **{key: [str(FIRST), "1"] for key in ("item", "grant_pk", "object_id", "index", "old", "file")},
        "number": [built["number"], "1"], "slug": ["tfmp"],
        "key": ["comparison", "subject", "evidence", "honors", "declaration"],
        "kind": ["name", "brands"], "name": ["a.pdf"], "level": ["0"], "path": ["000.p/1"], "app_label": ["accounts"],
    }  # fmt: skip
    made.kwargs["file"] = made.kwargs["uuid"] = [str(StoredFile.objects.first().pk)]

    def note(sender: Any, request: Any = None, **more: Any) -> None:
        made.failed.append(f"{sys.exc_info()[1]!r} {made.doing}"[:600])

    logging.disable(logging.CRITICAL)  # a traceback for each refusal costs more than the refusal
    got_request_exception.connect(note, weak=False, dispatch_uid="every_parameter")
    yield made
    logging.disable(logging.NOTSET)
    got_request_exception.disconnect(dispatch_uid="every_parameter")


def allowed(world: World, address: Address) -> list[str]:
    rule = rule_of(address.view, address.name)
    who = [name for name, user in world.users.items() if rule is not None and rule.allows(user)]
    return ["anonymous", *who] if rule is not None and rule.public else who or ["anonymous"]


SURFACES = ("portal/", "console/", "")


def of_surface(surface: str) -> list[Address]:
    """The addresses of one surface, those of our own pages and those of Django's console together."""
    here = [one for one in addresses() if next(s for s in SURFACES if one.route.startswith(s)) == surface]
    assert len(here) > 25
    return here


def in_turn(world: World, people: list[str]) -> Callable[..., None]:
    """Asks one address: everybody comes in turn, who posts is not who opens; a method is left out once it is not taken."""
    not_taken: set[str] = set()

    def ask(turn: int, method: str, path: str, *sent: str, **more: Any) -> None:
        who = people[(turn + len(people) // 2 * (method == "POST")) % len(people)]
        if method not in not_taken and world.ask(who, method, path, *sent, **more) == 405:
            not_taken.add(method)

    return ask


# Pages of Django's own that differ from table to table by the name alone; together the tables are asked everything.
DJANGOS = re.compile(r"console/\w+/\w+/(add/|{object_id}/(?:history/|delete/)?)")
PARTS = 5


class Shares:
    """Which turns an address is asked: all, but of a page of Django's own every fifth, of the next table the next ones."""

    def __init__(self) -> None:
        self.tables: dict[str, int] = {}

    def of(self, address: Address) -> Callable[[int], bool]:
        found = DJANGOS.fullmatch(address.route)
        if found is None or not address.view.__module__.startswith("django."):
            return lambda turn: True
        place = self.tables[found[1]] = self.tables.get(found[1], -1) + 1
        return lambda turn: turn % PARTS == place % PARTS


def leads_nowhere(path: str) -> bool:
    try:
        resolve("/" + unquote_to_bytes(path).decode(errors="replace"))
    except Resolver404:
        return True
    return False


@pytest.mark.parametrize("surface", SURFACES)
def test_nothing_that_is_sent_breaks_a_page(world, surface):
    nowhere, shares = set(), Shares()
    for address in of_surface(surface):
        people, names, asked = allowed(world, address), names_of(address), shares.of(address)
        ask = in_turn(world, people)
        for turn, (argument, value) in enumerate((one, value) for one in address.arguments for value in PATHS):
            method, path = ("GET", "POST")[turn % 2], address.path(world, turn, {argument: value})
            if not asked(turn):
                continue
            if leads_nowhere(path):
                part = (address.route.partition("/")[0], method, value)
                if part in nowhere:
                    continue
                nowhere.add(part)
            ask(turn, method, path)
        for turn in range(0, max(len(VALUES), len(people)), 2):
            if not asked(turn // 2):
                continue
            path = address.path(world, turn // 2)
            ask(turn // 2, "GET", path, sent(names, turn), headers=header(turn) if turn % 4 == 0 else {})
            ask(turn // 2, "POST", path, body=sent(names, turn + 1).encode())
    assert [text[:200] for text in world.failed] == []
    assert next(world.asked) > 500
    assert [name for name, last in shares.tables.items() if last < PARTS] == [], "too few tables for all parts"


def test_no_single_value_breaks_a_list_of_the_console(world):
    """Django's lists take look-ups as names; each alone, since one that is refused hides the others."""
    values = (*NUMBERS, "9999-99-99", "1,%C2%B2,9223372036854775808")
    for turn, page in enumerate(admin.site._registry.values()):
        label = f"{page.model._meta.app_label}/{page.model._meta.model_name}"
        names = [*LISTS, *names_in(type(page).__module__), "at__gte", "created_at__gte", "id__gte"]
        who = next((who for who in world.users if world.ask(who, "GET", f"console/{label}/") == 200), "auditor")
        for place, name in enumerate(names):
            world.ask(who, "GET", f"console/{label}/", f"{name}={values[(turn + place) % len(values)]}")
    assert world.failed == []


def test_a_nul_is_400_at_every_address(world):
    for address in some(addresses()):
        path = address.path(world)
        assert world.ask("anonymous", "GET", path, "a=%00") == 400, path
    assert world.failed == []


NAMES = (
    "a/b.pdf",
    "a\\b.pdf",
    "..",
    ".",
    "",
    " ",
    "²",
    "x" * 500,
    "\u202efdp.exe",
    'a"b;c=.pdf',
    "%2e%2e%2f",
    "\xed\xa0\x80",
)


def test_no_name_of_a_file_breaks_the_page_that_takes_it(world):
    content = make.pdf().read()
    person = world.users["enterprise"]
    item = make.product(Application.objects.get(created_by=person).enterprise, "第三种产品")
    draft = make.draft(Route.SELF_DECLARATION, item=item, person=person)  # has honours beside its evidence
    fields = {"kind": "test_report", "name": "某奖", "level": "province", "awarded_by": "某厅", "year": "2024",
              "code": "91510100TFMP0101X4", "region": "510100", "once": new_key()}  # fmt: skip
    targets = [("enterprise", f"portal/applications/{draft.pk}/{key}/") for key in ("evidence", "honors")]
    targets += [("visitor", "portal/enterprise/bind/"), ("body", "portal/certificates/new/")]
    statuses = {}
    for place, name in enumerate(NAMES):
        who, path = targets[place % len(targets)]
        parts = [f'name="{key}"\r\n\r\n{value}'.encode() for key, value in fields.items()]
        parts += [f'name="{key}"; filename="{name}"\r\n\r\n'.encode() + content for key in ("file", "licence")]
        body = b"".join(b"--b0\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts) + b"--b0--\r\n"
        statuses[name] = world.ask(who, "POST", path, body=body, kind="multipart/form-data; boundary=b0")
    taken = dict.fromkeys(("a/b.pdf", "a\\b.pdf"), 302)  # their last part is a name
    assert (statuses, world.failed) == (dict.fromkeys(NAMES, 422) | taken, [])
