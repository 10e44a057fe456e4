"""A renewal after the mark itself has changed: what was granted is not asked again, and whoever succeeded may renew."""

import pytest

from applications.cases.filings.submission import submit
from applications.models import Application
from certification.changes.renewals.acts import start
from certification.changes.requests.acts import file_request
from certification.changes.requests.decisions import confirm, propose, record_site_check
from certification.changes.successions.acts import ask_succession, confirm_succession
from certification.changes.successions.decisions import confirm as confirm_passage
from certification.changes.successions.decisions import propose as propose_passage
from certification.models import Authorization, ChangeRequest, Succession
from tests import make
from tests.certification.changes.renewals.conftest import complete
from tianfu.text.moments import full_day
from tianfu.workflow import clock as now
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def granted(pair):
    """`granted(mark, "models", models_text="E-100")`: asked by the holder, decided by two."""

    def build(mark, kind, **typed):
        run_due()
        mark = Authorization.objects.get(pk=mark.pk)
        files = [make.pdf("材料.pdf")]
        row = file_request(
            mark, kind, typed, user=mark.application.created_by, text="扩大生产", uploads=files,
            proof=make.PASSWORD, certificate=None, shown=NO_PAGE,
        )  # fmt: skip
        if kind == "site":
            seen, today = row.revision, now.today()
            record_site_check(
                row, user=pair[0], seen=seen, visited_on=today, place=typed["site"], finding="相符", conforms=True
            )
        row = ChangeRequest.objects.get(pk=row.pk)
        proposal = propose(row, "accept", user=pair[0], seen=row.revision, reason="材料齐全")
        confirm(proposal, user=pair[1], seen=row.revision, shown=NO_PAGE)
        run_due()
        return Authorization.objects.get(pk=mark.pk)

    return build


def saved(case):
    return case.answers.get(section="renewal").data


def test_what_was_granted_since_is_said_already(in_window, granted, filed):
    mark = in_window()
    before = mark.models_text
    mark = granted(granted(mark, "models", models_text="E-100、E-900"), "trademark", trademark="新竹")
    case = start(mark, user=mark.application.created_by)
    day = full_day(now.today())
    said = saved(case)
    assert said["changed"] == "yes"
    lines = said["what"].splitlines()
    assert lines[0].startswith(f"型号规格：由“{before}”变更为“E-100、E-900”（{day}准予登记）")
    assert lines[1].startswith("商标：由“")
    assert "变更为“新竹”" in lines[1]
    assert case.product_version.models_text == "E-100、E-900"
    assert "续期说明" in case.taken_over


def test_without_a_change_nothing_is_said_for_the_holder(in_window):
    mark = in_window()
    case = start(mark, user=mark.application.created_by)
    assert not case.answers.filter(section="renewal").exists()
    assert "续期说明" not in case.taken_over


def test_what_is_granted_in_great_length_is_cut_where_the_field_ends(in_window, granted):
    mark = in_window()
    for letter in "ABCDE":
        mark = granted(mark, "models", models_text="、".join(f"{letter}-{n:04d}" for n in range(40)))
    what = saved(start(mark, user=mark.application.created_by))["what"]
    assert len(what) <= 2000
    assert what.endswith("……其余见授权的变更记录。")


def test_a_granted_place_of_production_stands_in_the_renewed_mark(in_window, granted, clock):
    mark = granted(in_window(), "site", site="眉山二厂，眉山市东坡区 1 号")
    case = start(mark, user=mark.application.created_by)
    case = complete(case, case.created_by, what=saved(case)["what"])
    case = submit(case, user=case.created_by, seen=case.revision, shown=NO_PAGE)
    make.advance_to(case, "authorized", make.staff(case.region_id), clock)
    assert Authorization.objects.get(application=case).facts["site"] == "眉山二厂，眉山市东坡区 1 号"


def test_whoever_succeeded_renews_for_its_own_firm_and_product(in_window, pair, fresh):
    mark = in_window()
    first = mark.application
    firm = make.enterprise("合并后家居集团有限公司")
    heir = make.member(firm.organisation, edit=True, sign=True)
    row = ask_succession(
        mark, user=first.created_by, way="merger", uscc=firm.uscc, text="吸收合并。",
        uploads=[make.pdf("合并协议.pdf")], proof=make.PASSWORD, shown=NO_PAGE,
    )  # fmt: skip
    row = confirm_succession(row, user=heir, seen=row.revision, proof=make.PASSWORD, shown=NO_PAGE)
    row = Succession.objects.get(pk=row.pk)
    proposal = propose_passage(row, "accept", user=pair[0], seen=row.revision, reason="材料齐全")
    confirm_passage(proposal, user=pair[1], seen=row.revision, shown=NO_PAGE)
    run_due()
    mark = fresh(mark)
    case = start(mark, user=heir)
    assert (case.enterprise, case.product, case.renews) == (firm, mark.product, first)
    assert case.comparison.count() == first.comparison.count() > 0
    assert "持有人名称：由“" in saved(case)["what"]
    # What the other firm filed of itself, its files and its honours, stays with it.
    assert set(case.answers.values_list("section", flat=True)) == {"renewal"}
    assert (case.evidence.count(), case.honors.count()) == (0, 0)
    assert Application.objects.visible_to(first.created_by).filter(pk=case.pk).count() == 0
