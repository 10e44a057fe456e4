"""The walk itself: every address of the URL conf with real ids, asked once by everybody; what is looked at in each answer."""

import io
import logging
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from zlib import crc32

import openpyxl
from django.db import connection, transaction
from django.urls import Resolver404, ResolverMatch, resolve
from pypdf import PdfReader

from tests.faults.test_every_parameter import addresses
from tests.walks.marks import Mark
from tests.walks.world import World
from tianfu.accounts.access.rules import ACCOUNT, SIGNED_IN, rule_of
from tianfu.accounts.roles import Role

# Events that say who looked: a GET writes them by design.
RECORDS = frozenset({"personal.viewed", "file.downloaded", "outgoingmail.read"})
# Who looks at pages that are everybody's.
OPEN_TO = ("anonymous", "newcomer", "manager", "body", "operator", "admin")
# Arguments of addresses that neither a link nor a further place leads to; numbers are 0, which no row ever has: with 1 the
# answers would tell which tests ran before.
ANYTHING = {"kind": "name", "key": "subject", "act": "suspend", "slug": "tfmp", "level": "0", "path": "000.p/1",
            "app_label": "accounts", "uidb36": "1", "name": "a.pdf", "url": "nowhere",
            "uuid": "00000000-0000-4000-8000-000000000000", "file": "00000000-0000-4000-8000-000000000000"}  # fmt: skip
# So many addresses of one pattern are opened by each person who follows links.
FOUND = 2
_WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM|TRUNCATE)\s+"?(\w+)', re.IGNORECASE)
# Roles that nothing in the platform asks for yet: they see what every member of staff sees.
IDLE = frozenset(
    role.value
    for role in Role
    if role
    not in {
        Role.PREFECTURE_OFFICER, Role.PREFECTURE_APPROVER, Role.PROVINCE_OFFICER, Role.PROVINCE_APPROVER,
        Role.OPERATOR_OFFICER, Role.AUDITOR, Role.SYSTEM_ADMIN,
    }
)  # fmt: skip


@dataclass
class Answer:
    """What is kept of one answer."""

    path: str
    route: str
    who: str
    view: str = ""
    status: int = 0
    marks: set[Mark] = field(default_factory=set)
    strange: list[str] = field(default_factory=list)
    wrote: set[str] = field(default_factory=set)
    recorded: bool = False  # that somebody looked
    links: list[str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    cookies: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """Links of a page, and elements or attributes that were made of the markup in a text."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.strange: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "q7" or any(name.startswith("q7") for name in given):
            self.strange.append(f"<{tag} {attrs}>"[:200])
        if tag == "script" and not given.get("src") and "json" not in str(given.get("type")):
            self.strange.append("<script> without src")
        self.strange += [f"{tag} {name}" for name in given if name.startswith("on")]
        for name in ("href", "src"):
            if given.get(name):
                self.links.append(str(given[name]))
                if str(given[name]).lower().startswith("javascript:"):
                    self.strange.append(f"{tag} {given[name]}")


class Walk:
    def __init__(self, world: World) -> None:
        self.world = world
        self.answers: dict[tuple[str, str], Answer] = {}
        self.paths: dict[str, list[str]] = defaultdict(list)
        self.logged = io.StringIO()

    def everything(self, places: list[str]) -> None:
        """First everybody follows links, then everybody asks what anybody has found, and the further places."""
        handler = logging.StreamHandler(self.logged)
        logging.getLogger().addHandler(handler)
        try:
            for who in self.world.clients:
                if who in IDLE:
                    continue
                self._follow(who, ["/", "/portal/", "/console/", "/account/done/"])
            for path in places:
                route = route_of(path)
                if route is not None and path not in self.paths[route]:
                    self.paths[route].append(path)
            for one in addresses():
                path = "/" + one.route.format(**dict.fromkeys(one.arguments, "0") | ANYTHING)
                route = route_of(path)
                if route is not None and not self.paths[route]:
                    self.paths[route].append(path)
            for paths in self.paths.values():
                # The first found and the last: two enterprises, two states.
                for path in dict.fromkeys((paths[0], paths[-1])):
                    for who in self._walkers(path):
                        self.ask(who, path)
        finally:
            logging.getLogger().removeHandler(handler)

    def _follow(self, who: str, waiting: list[str]) -> None:
        seen: dict[str, int] = defaultdict(int)
        while waiting:
            path = waiting.pop(0)
            route = route_of(path)
            if route is None or (who, path) in self.answers or seen[route] >= FOUND:
                continue
            if who not in OPEN_TO and self._is_public(path):
                continue
            seen[route] += 1
            answer = self.ask(who, path)
            if answer.status == 200 and path not in self.paths[route]:
                self.paths[route].append(path)
            waiting += [urlsplit(urljoin(path, link))._replace(query="", fragment="").geturl() for link in answer.links]

    def _is_public(self, path: str) -> bool:
        match = match_of(path)
        rule = rule_of(match.func, match.view_name)
        return rule is None or rule.public or rule in (SIGNED_IN, ACCOUNT)

    def _walkers(self, path: str) -> Iterator[str]:
        """Those whom the rule of the address lets in, and two whom it may not. Of the roles that have no desk yet one
        after the other; of pages that are everybody's, one of each side."""
        if self._is_public(path):
            yield from OPEN_TO
            return
        match = match_of(path)
        rule = rule_of(match.func, match.view_name)
        assert rule is not None
        yield from ("anonymous", "other")
        idle = [who for who in self.world.people if who in IDLE]
        # By the address itself, so that nobody's turn depends on how many addresses there are.
        turn = idle[crc32(match.route.encode()) % len(idle)]
        for who, user in self.world.people.items():
            if rule.allows(user) and (who not in IDLE or who == turn):
                yield who

    def ask(self, who: str, path: str) -> Answer:
        known = self.answers.get((who, path))
        if known is not None:
            return known
        match = match_of(path)
        answer = self.answers[who, path] = Answer(path, match.route, who, match.view_name)

        def note(execute: Any, sql: str, params: Any, *more: Any) -> Any:
            if found := _WRITES.match(sql):
                if RECORDS & {value for value in params or () if isinstance(value, str)}:
                    answer.recorded = True
                else:
                    answer.wrote.add(found[1])
            return execute(sql, params, *more)

        client = self.world.clients[who]
        cookies = client.cookies.copy()
        with transaction.atomic(), connection.execute_wrapper(note):
            response = client.get(path)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        client.cookies = cookies
        answer.status = response.status_code
        answer.headers = {name.lower(): value for name, value in response.headers.items()}
        answer.cookies = [morsel.OutputString() for morsel in response.cookies.values()]
        self._read(answer, body)
        return answer

    def _read(self, answer: Answer, body: bytes) -> None:
        kind = answer.headers.get("content-type", "")
        answer.marks = self.world.marks.find(text_in(body, kind) + answer.headers.get("location", ""))
        if kind.startswith("text/html"):
            page = Page()
            page.feed(body.decode())
            answer.strange, answer.links = page.strange, page.links
        if answer.status in (301, 302):
            answer.links = [answer.headers["location"]]


@cache
def match_of(path: str) -> ResolverMatch:
    """The page of an address as links write it: thousands of links lead to some hundred addresses."""
    return resolve(unquote(path))


@cache
def route_of(path: str) -> str | None:
    """The pattern of an address of ours; None for one that is no page of this site."""
    parts = urlsplit(path)
    if parts.netloc or parts.query or not parts.path.startswith("/") or parts.path.startswith("/static/"):
        return None
    try:
        return match_of(parts.path).route
    except Resolver404:
        return None


def text_in(body: bytes, kind: str) -> str:
    """Everything readable in an answer, also in a PDF or a workbook."""
    return _text_in(body, kind.partition(";")[0])


@lru_cache(maxsize=200)
def _text_in(body: bytes, kind: str) -> str:
    if kind == "application/pdf":
        read = PdfReader(io.BytesIO(body))
        return "".join("".join(page.extract_text() for page in read.pages).split()) + str(read.metadata)
    if kind.endswith("spreadsheetml.sheet"):
        book = openpyxl.load_workbook(io.BytesIO(body), read_only=True)
        return " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    return body.decode("utf-8", "replace")
