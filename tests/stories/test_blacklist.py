"""黑名单, the story: entered by two people → application refused → removed by two people → the same application accepted."""

import json
from datetime import date

import pytest
from django.test import Client

from applications.cases.filings.submission import submit
from applications.models import Application
from supervision.lists.blacklist.entries import standing_proposal
from supervision.lists.models import BlacklistEntry, BlacklistPaper
from supervision.lists.sources import proposals
from tests import make
from tests.pages import hidden
from tests.supervision.lists.make import FACTS, PAGE, bodies, client_of
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import AuditEvent, LogOutbox
from tianfu.workflow.door import NotPossible
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


def confirmed(client, entry):
    row, page = standing_proposal(entry), f"{PAGE}{entry.pk}/"
    return client.post(f"{page}proposals/{row.pk}/", {**hidden(client.get(page)), "act": "confirm"})


def test_entered_refused_removed_and_accepted(reference, clock):
    clock.set("2026-05-11")
    people = make.officer(Role.PROVINCE_OFFICER), make.officer(Role.PROVINCE_APPROVER)
    application = make.draft()
    signer, code = make.member(application.enterprise.organisation, sign=True), application.enterprise.uscc
    first, second, reader = client_of(people[0]), client_of(people[1]), client_of(signer)

    # Proposed by the officer, who finds the enterprise by its code; nothing has happened yet.
    found = first.get(f"{PAGE}new/", {"uscc": code.lower()})
    assert application.enterprise.organisation.name in found.content.decode()
    assert first.post(f"{PAGE}new/?uscc={code}", {**hidden(found), **FACTS}).status_code == 302
    entry = BlacklistEntry.objects.get()
    assert (entry.state, entry.since, entry.name) == ("proposed", None, application.enterprise.organisation.name)
    assert entry.name not in Client().get("/blacklist/").content.decode()
    assert [row.subject for row in proposals(people[1])] == [entry]

    # Confirmed by another person: in force, public, logged, told with the letter.
    assert confirmed(second, entry).status_code == 302
    entry.refresh_from_db()
    assert (entry.state, entry.since, entry.until) == ("listed", date(2026, 5, 11), date(2029, 5, 10))
    public = Client().get("/blacklist/").content.decode()
    assert entry.name in public and entry.number in public
    (told,) = bodies("blacklist_entered")
    for words in ("所附检测报告系伪造", "书面申请复核", "2029 年 5 月 10 日", entry.number):
        assert words in told
    run_due()
    link = InboxMessage.objects.get(key="blacklist_entered").link
    assert BlacklistPaper.objects.get().paper.file.name in reader.get(link).content.decode()

    # The application is refused with until when and what to do, and stays as it was.
    with pytest.raises(NotPossible) as refusal:
        submit(application, user=signer, seen=application.revision, shown=NO_PAGE)
    assert "品牌黑名单（提供虚假材料或隐瞒事实）" in str(refusal.value)
    assert "2029 年 5 月 10 日" in str(refusal.value) and "书面申请移出" in str(refusal.value)
    assert Application.objects.get(pk=application.pk).state == "draft"

    # Removed by two people: told, off the public list, and the same application is accepted.
    page = f"{PAGE}{entry.pk}/"
    form = hidden(first.get(f"{page}remove/"))
    assert first.post(f"{page}remove/", {**form, "reason": "整改已经核实。"}).status_code == 302
    assert confirmed(second, entry).status_code == 302
    assert "整改已经核实。" in bodies("blacklist_removed")[0]
    assert entry.name not in Client().get("/blacklist/").content.decode()
    application = Application.objects.get(pk=application.pk)
    assert submit(application, user=signer, seen=application.revision, shown=NO_PAGE).state == "completeness_check"
    people = make.staff()
    assert make.advance_to(application, "prefecture_review", people, clock).state == "prefecture_review"

    # What stays: both letters, both leaves of the public log, every act in the audit trail.
    run_due()
    kinds = list(BlacklistPaper.objects.filter(entry=entry).values_list("paper__kind", flat=True))
    assert kinds == ["blacklist_entry", "blacklist_removal"]
    leaves = [json.loads(row.entry)["t"] for row in LogOutbox.objects.order_by("pk")]
    assert [leaf for leaf in leaves if leaf.startswith("blacklist.")] == ["blacklist.entered", "blacklist.removed"]
    written = AuditEvent.objects.filter(action__startswith="blacklistentry.").order_by("id")
    names = ["propose_enter", "enter", "propose_remove", "remove"]
    assert list(written.values_list("action", flat=True)) == [f"blacklistentry.{name}" for name in names]
