"""黑名单决定书: entry and removal each make a letter and a leaf of the public log; who reads them."""

import json
from datetime import date

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from applications.models import Enterprise
from supervision.lists.blacklist.letters import letter_sheet
from supervision.lists.models import BlacklistPaper
from tests import make
from tests.supervision.lists.make import PAGE, client_of, entered, removed
from tianfu.accounts.roles import Role
from tianfu.ledger.models import LogOutbox
from tianfu.workflow.jobs import run_due
from tianfu.workflow.models import Job

pytestmark = pytest.mark.django_db


def leaves():
    return [json.loads(row.entry) for row in LogOutbox.objects.order_by("pk") if "blacklist." in row.entry]


def test_entry_and_removal_each_make_one_letter_with_number_qr_cause_period_and_remedy(pair):
    entry = removed(entered(pair), pair)
    run_due()
    run_due()
    papers = list(BlacklistPaper.objects.select_related("paper__file"))
    assert [(row.act, row.paper.kind, row.paper.number) for row in papers] == [
        ("enter", "blacklist_entry", "川品黑〔2026〕1号"),
        ("remove", "blacklist_removal", "川品移〔2026〕1号"),
    ]
    letter, farewell = (row.paper.data for row in papers)
    assert letter["verify_url"].endswith(f"/blacklist/?q={entry.uscc}") and letter["qr_svg"]
    assert len(papers[0].paper.sha256) == 64
    words = json.dumps(letter, ensure_ascii=False)
    for part in ("所附检测报告系伪造", "提供虚假材料或隐瞒事实", "期限 36 个月", "2029年5月10日", "书面申请复核"):
        assert part in words
    assert pair[0].name not in words and pair[1].name not in words
    assert (farewell["addressee"], farewell["remedies"]) == (entry.name, [])
    assert "整改已经核实。" in json.dumps(farewell, ensure_ascii=False)
    assert letter_sheet(entry, "enter", "川品黑〔2026〕1号", entry.cause, "2026-05-11").signed_on == date(2026, 5, 11)


def test_letters_are_numbered_without_gaps_of_their_own_kind(pair):
    numbers = [entered(pair, uscc=code).number for code in make.CODES[3:6]]
    assert numbers == [f"川品黑〔2026〕{serial}号" for serial in (1, 2, 3)]


def test_the_public_log_holds_number_category_and_days_and_no_name(pair):
    entry = removed(entered(pair), pair)
    assert leaves() == [
        {
            "t": "blacklist.entered",
            "at": leaves()[0]["at"],
            "number": "川品黑〔2026〕1号",
            "grounds": "提供虚假材料或隐瞒事实",
            "since": "2026-05-11",
            "last_day": "2029-05-10",
        },
        {
            "t": "blacklist.removed",
            "at": leaves()[1]["at"],
            "number": "川品黑〔2026〕1号",
            "letter": "川品移〔2026〕1号",
            "since": "2026-05-11",
        },
    ]
    written = "".join(LogOutbox.objects.values_list("entry", flat=True))
    assert entry.name not in written and entry.uscc not in written and "伪造" not in written


def test_a_letter_is_read_by_its_enterprise_and_the_desks_and_by_nobody_else(pair):
    owner = make.enterprise()
    member = client_of(make.member(owner.organisation))
    entry = entered(pair, uscc=owner.uscc, name=owner.organisation.name)
    page = f"/portal/blacklist/{entry.pk}/"
    assert "列入黑名单决定书：正在生成" in member.get(page).content.decode()
    run_due()
    paper = BlacklistPaper.objects.get().paper
    address = reverse("files:download", args=[paper.file.pk, paper.file.name])
    shown = member.get(page).content.decode()
    assert address in shown and "所附检测报告系伪造" in shown and "书面申请复核" in shown
    assert address in client_of(pair[1]).get(f"{PAGE}{entry.pk}/").content.decode()
    for client in (member, client_of(pair[0]), client_of(make.officer(Role.AUDITOR))):
        assert client.get(address).status_code == 200
    stranger = client_of(make.founder(make.enterprise("别家有限公司").organisation))
    assert stranger.get(page).status_code == 404
    Enterprise.objects.filter(pk=owner.pk).update(verified_at=None)
    assert member.get(page).status_code == 404, "before its claim is verified nobody has shown to be of it"
    Enterprise.objects.filter(pk=owner.pk).update(verified_at=owner.verified_at)
    for client in (stranger, Client(), client_of(make.officer(Role.EXPERT)), client_of(make.officer(Role.INSPECTOR))):
        assert client.get(address).status_code == 404


def test_a_letter_that_cannot_be_made_is_said_on_both_pages_and_the_entry_stands(pair):
    owner = make.enterprise()
    entry = entered(pair, uscc=owner.uscc, name=owner.organisation.name)
    Job.objects.filter(kind="blacklist_letter").update(attempts=7)
    with override_settings(MEDIA_ROOT="/proc/nowhere"):
        run_due()
    for client, page in (
        (client_of(make.member(owner.organisation)), f"/portal/blacklist/{entry.pk}/"),
        (client_of(pair[0]), f"{PAGE}{entry.pk}/"),
    ):
        assert "工作人员已收到提醒" in client.get(page).content.decode()
    assert entry.state == "listed" and not BlacklistPaper.objects.exists()
