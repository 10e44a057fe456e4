"""UTC never reaches a person: whatever page is opened, a known moment stands there as it was in Beijing."""

import re
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.urls import Resolver404, resolve

from applications.models import Application
from applications.review.acts.corrections import ask_correction
from tests import make
from tests.some import some
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.workflow.jobs import run_due

pytestmark = pytest.mark.django_db
# An early morning in Beijing is the evening before in UTC: hour and day both differ.
MOMENT = "2026-03-03T01:17:23+08:00"
UTC_WORDS = re.compile(r"17:17|2026-03-02|2026 ?年 ?3 ?月 ?2 ?日|(?<!\d)3 月 2 日|\+00:00")
OURS = re.compile(r"0?1:17")
PAGES = 400
# The order of a list, and where one came from: any value is the same page.
CARRIED = {"_changelist_filters", "from", "next", "o"}


class Links(HTMLParser):
    """Addresses of this site on a page, and the page's words (what stands in scripts and attributes left out)."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        target = dict(attrs).get("href") if tag == "a" else None
        if target and not urlsplit(target).netloc:
            self.found.append(target)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def walk(client, *roots):
    """Every page that links lead to, until each name of a query has had each of its values; (address, its words).

    Numbers are one value; of lists that can be filtered by many things at once, not every combination is opened.
    """
    waiting, seen, opened = list(roots), set(), 0
    while waiting and opened < PAGES:
        target = urlsplit(waiting.pop(0))
        try:
            match = resolve(target.path)
        except Resolver404:
            continue
        page = match.view_name or match.route
        asked = {
            (page, name, "" if name in CARRIED else re.sub(r"\d+", "", value))
            for name, value in parse_qsl(target.query)
        }
        new = {(page,), *asked} - seen
        if not new or "logout" in target.path:
            continue
        seen |= new
        opened += 1
        answer = client.get(target.path + (f"?{target.query}" if target.query else ""), follow=True)
        if answer.streaming or "text/html" not in answer["Content-Type"]:
            continue
        found = Links(answer.content.decode())
        waiting += [link if link.startswith("/") else target.path + link for link in found.found if link[:1] in "/?"]
        yield target.geturl(), " ".join(found.words)


@pytest.fixture
def things(clock, reference):
    """A case under correction with a notice of it, an issued authorization, jobs, mails and a full audit trail."""
    clock.set("2026-01-06T01:17:23+08:00")
    issued = make.issued(clock_fixture=clock)
    clock.set(MOMENT)
    item = make.product(issued.enterprise, "实木床")
    application = make.filed(item=item, person=issued.application.created_by)
    people = make.staff()
    gaps = [{"section": "evidence", "text": "检测报告缺第 2 页。"}]
    application = ask_correction(application, user=people["prefecture"], seen=application.revision, gaps=gaps)
    run_due()
    return {"application": application, "people": people, "clock": clock}


def wrong_pages(client, *roots):
    pages = dict(walk(client, *roots))
    found = {address: UTC_WORDS.search(words) for address, words in pages.items()}
    ours = [address for address, words in pages.items() if OURS.search(words)]
    return {address: hit[0] for address, hit in found.items() if hit}, len(pages), ours


def test_no_page_of_the_portal_or_public_site_shows_another_time_than_beijings(client, things):
    assert wrong_pages(client, "/", "/log/")[0] == {}
    client.force_login(things["application"].created_by)
    wrong, count, ours = wrong_pages(client, "/portal/")
    assert wrong == {}
    assert count > 15
    assert any("/portal/inbox/" in address for address in ours)


def test_no_page_of_the_console_shows_another_time_than_beijings(client, things):
    for role in (Role.PREFECTURE_OFFICER, Role.OPERATOR_OFFICER, Role.AUDITOR, Role.SYSTEM_ADMIN):
        client.force_login(make.officer(role, "510100" if role == Role.PREFECTURE_OFFICER else None))
        wrong, count, ours = wrong_pages(client, "/console/", "/console/files/storedfile/")
        assert wrong == {}, role
        assert count > 2, role
        assert ours or role == Role.SYSTEM_ADMIN, role


def test_page_that_says_who_was_faster_shows_beijings_time(client, things, clock):
    clock.set("2026-03-20T01:17:23+08:00")
    application, people = make.filed(item=make.product(make.enterprise("另一家公司"))), things["people"]
    stale = application.revision
    make.passing(application, people["prefecture"])
    client.force_login(people["prefecture"])
    for headers in ({}, {"accept": "application/json"}):
        answer = client.post(
            f"/console/applications/{application.pk}/pass/", {"seen": stale, "act": "pass_stage"}, headers=headers
        )
        assert answer.status_code == 409
        text = answer.content.decode().encode().decode("unicode_escape") if headers else answer.content.decode()
        assert "01:17:2" in text
        assert "17:17" not in text


def test_mails_papers_names_of_records_and_the_api_tell_beijings_time(client, things):
    application = Application.objects.get(pk=things["application"].pk)
    submitted = InboxMessage.objects.filter(key="application_submitted").latest("pk")
    assert "2026 年 3 月 3 日（周二）01:17" in submitted.body
    paper = application.papers.get(kind="receipt").paper
    assert paper.data["submitted_at"].startswith("2026-03-03T01:17:2")
    assert str(application.corrections.get()).endswith("2026-03-03")
    (mark,) = client.get("/api/v1/brands/").json()["results"]
    answer = client.get(f"/api/v1/brands/{mark['number']}/")
    texts = re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[^\"']*", str(answer.json()))
    assert all(re.search(r"(?:[+-]\d\d:\d\d|Z)$", text) for text in some(texts))
