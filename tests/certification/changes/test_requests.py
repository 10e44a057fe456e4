"""变更: only what is asked for changes, by an act of its own; the number stays and a new certificate replaces the old."""

import json
from datetime import timedelta

import pytest

from applications.models import CasePaper
from certification.authorizations.states import Act, Cause
from certification.changes.requests.acts import file_again, retract
from certification.changes.requests.decisions import confirm, hand_back, propose, record_site_check
from certification.issuing.reissue import reissue, reissue_key
from certification.models import Authorization, ChangeRequest, QualityCertificate
from certification.register.verification import verify
from tests import make
from tianfu.demo.routes import Route
from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import LogOutbox
from tianfu.papers.snapshots import rerender
from tianfu.workflow import clock as the_clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.door import NotPossible, Refused
from tianfu.workflow.jobs import run_due
from tianfu.workflow.models import Job
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
MORE = "E-100、E-200"


def read(row):
    return type(row).objects.get(pk=row.pk)


def covering(mark, **fields):
    """A certificate of the same body and product that says what is given."""
    return make.certificate(mark.certificate.body, fits=mark.product, **fields)


def entries(kind):
    return [row for row in (json.loads(row.entry) for row in LogOutbox.objects.order_by("pk")) if row["t"] == kind]


@pytest.fixture
def declared(issued):
    return issued(Route.SELF_DECLARATION)


def test_an_added_model_gives_a_new_certificate_under_the_same_number(declared, ask, decide):
    number, old = declared.number, declared.certificates.get().paper
    before = old.file.read()
    request = ask(declared, models_text=MORE)
    assert request.due_on == add_working_days(the_clock.today(), 10).date
    assert request.changed == [{"label": "型号规格", "before": "E-100", "after": MORE}]
    assert decide(request).state == "accepted"
    mark = read(declared)
    assert (mark.state, mark.number, mark.models_text) == ("active", number, MORE)
    run_due()
    newest = mark.certificates.get(version=2).paper
    assert (newest.number, newest.data["models"]) == (number, ["E-100", "E-200"])
    assert newest.data["edition"] == "第 2 版，2026年3月10日换发；此前各版已换证，不再使用"
    assert {(row.version, row.format) for row in mark.marks.all()} == {
        (version, form) for version in (1, 2) for form in ("svg", "png", "pdf", "zip", "mono", "guide")
    }
    assert rerender(old) == before
    assert rerender(newest) == newest.file.read()
    letter = CasePaper.objects.get(kind="changed").paper
    assert letter.data["table"] == [["型号规格", "E-100", MORE]]
    assert number in letter.data["verify_url"]
    assert [entry["changed"] for entry in entries("cert.changed")] == ["型号规格"]
    (leaf,) = entries("cert.reissued")
    assert (leaf["version"], leaf["certificate_sha256"]) == (2, newest.sha256)
    told = InboxMessage.objects.filter(organisation=mark.enterprise.organisation).values_list("key", flat=True)
    assert {"change_received", "change_granted", "certificate_reissued"} <= set(told)
    assert InboxMessage.objects.filter(key="change_to_decide").exists()


def test_a_job_that_reissues_twice_makes_and_tells_once(declared, ask, decide):
    decide(ask(declared, models_text=MORE))
    run_due()
    reissue(Job.objects.get(key=reissue_key(declared, 2)))
    assert (declared.certificates.count(), declared.marks.count()) == (2, 12)
    assert len(entries("cert.reissued")) == 1
    assert InboxMessage.objects.filter(key="certificate_reissued").count() == 1


def test_the_public_reads_which_version_counts_and_what_was_changed(declared, ask, decide, client):
    decide(ask(declared, models_text=MORE))
    run_due()
    shas = [row.paper.sha256 for row in declared.certificates.order_by("version")]
    brand = client.get(f"/brands/{declared.number}/").content.decode()
    assert "授权内容变更" in brand
    assert f"型号规格：由“E-100”变更为“{MORE}”" in brand
    page = client.get(f"/V/{declared.number}").content.decode()
    assert verify(declared.number, the_clock.today()).word == "有效"
    for words in ("现行证书为第 2 版", "已换证", *shas):
        assert words in page
        assert words in brand


def test_the_holder_finds_the_new_files_and_is_warned_of_the_old_mark(declared, ask, decide, signed_in):
    decide(ask(declared, models_text=MORE))
    run_due()
    browser = signed_in(declared.application.created_by)
    page = browser.get(f"/portal/authorizations/{declared.pk}/").content.decode()
    assert "以前各版（已换证，不再使用）" in page
    old, new = (declared.marks.get(version=version, format="svg").file for version in (1, 2))
    warned = browser.get(f"/portal/authorizations/{declared.pk}/files/{old.pk}/")
    assert "该标识文件已换发" in warned.content.decode()
    assert browser.get(f"/portal/authorizations/{declared.pk}/files/{new.pk}/").status_code == 302


def test_a_confirmed_new_name_is_registered_by_one_person_without_papers(declared, ask, decide):
    organisation = declared.enterprise.organisation
    old = declared.holder_name
    with pytest.raises(Exception, match="名称和住所与企业信息一致，无需变更"):
        ask(declared, "name", files=0)
    type(organisation).objects.filter(pk=organisation.pk).update(name="样例家居股份有限公司")
    type(declared.enterprise).objects.filter(pk=declared.enterprise_id).update(address="四川省成都市新路 2 号")
    request = ask(declared, "name", files=0, text="")
    assert [row["label"] for row in request.changed] == ["持有人名称", "住所"]
    assert decide(request).state == "accepted"
    mark = read(declared)
    assert (mark.holder_name, mark.facts["address"]) == ("样例家居股份有限公司", "四川省成都市新路 2 号")
    run_due()
    assert mark.certificates.get(version=2).paper.data["holder"] == "样例家居股份有限公司"
    assert mark.certificates.get(version=1).paper.data["holder"] == old


def test_a_name_that_changes_again_before_the_decision_is_not_registered(declared, ask, decide):
    names = type(declared.enterprise.organisation).objects.filter(pk=declared.enterprise.organisation_id)
    names.update(name="样例家居股份有限公司")
    request = ask(declared, "name", files=0)
    names.update(name="样例家居集团有限公司")
    with pytest.raises(NotPossible, match="企业的名称或住所在申请后又有变化，请退回企业重新提交。"):
        decide(request)
    assert read(request).state == "waiting"


def test_trademark_and_standard_change_what_they_say_and_nothing_else(declared, ask, decide):
    decide(ask(declared, "trademark", trademark="新样例"))
    run_due()
    decide(ask(declared, "standard", standard_number="T/DEMO 001—2026", standard_title="板式家具"))
    run_due()
    mark = read(declared)
    assert (mark.trademark, mark.standard) == ("新样例", "T/DEMO 001—2026 板式家具")
    assert (mark.models_text, mark.holder_name, mark.ends_on) == (
        declared.models_text, declared.holder_name, declared.ends_on,
    )  # fmt: skip
    assert mark.certificates.get(version=3).paper.data["standards"] == ["T/DEMO 001—2026 板式家具"]


def test_a_declared_product_at_a_new_site_is_visited_first(declared, ask, decide, pair):
    request = ask(declared, "site", site="四川省德阳市新厂路 8 号")
    with pytest.raises(NotPossible, match="生产场所变更须先现场核查并登记符合的结果。"):
        decide(request)
    visitor = make.officer(pair[0].role_grants.first().role)
    found = {"visited_on": the_clock.today(), "place": "新厂", "finding": "条件不具备"}
    record_site_check(request, user=visitor, seen=0, conforms=False, **found)
    with pytest.raises(NotPossible, match="生产场所变更须先现场核查"):
        decide(request)
    record_site_check(request, user=visitor, seen=0, conforms=True, **found | {"finding": "条件具备"})
    decide(request)
    assert read(declared).facts["site"] == "四川省德阳市新厂路 8 号"


def test_who_visited_the_site_is_not_the_second_person(declared, ask, decide, pair):
    request = ask(declared, "site", site="四川省德阳市新厂路 8 号")
    found = {"visited_on": the_clock.today(), "place": "新厂", "finding": "条件具备", "conforms": True}
    record_site_check(request, user=pair[1], seen=0, **found)
    with pytest.raises(NotPossible, match="现场核查由您登记，须由未参加核查的人员确认。"):
        decide(request)


def test_what_is_certified_changes_with_the_certificate_that_says_so(issued, ask, decide):
    mark = issued()
    assert QualityCertificate.objects.get(pk=mark.certificate_id).models_text == "E-100"
    with pytest.raises(Exception, match="不含型号“E-200”"):
        ask(mark, models_text=MORE)
    new = covering(mark, models_text=MORE, valid_until=mark.ends_on - timedelta(days=40))
    decide(ask(mark, models_text=MORE, certificate=new))
    fresh = read(mark)
    assert (fresh.certificate, fresh.models_text) == (new, MORE)
    assert fresh.ends_on == new.valid_until
    assert fresh.facts["certificate"][0]["value"] == new.number


def test_a_certified_product_moves_only_to_a_site_that_its_certificate_names(issued, ask, decide):
    mark, site = issued(), "四川省德阳市新厂路 8 号"
    with pytest.raises(Exception, match="没有载明生产场所"):
        ask(mark, "site", site=site)
    request = ask(mark, "site", site=site, certificate=covering(mark, sites=f"样例家居德阳厂，{site}"))
    decide(request)
    assert read(mark).facts["site"] == site


def test_a_standard_that_the_certificate_does_not_name_is_refused_at_the_certificate(issued, ask):
    with pytest.raises(Exception, match="不含“GB/T 9999—2026”") as refused:
        ask(issued(), "standard", standard_number="GB/T 9999—2026", standard_title="新标准")
    assert set(refused.value.message_dict) == {"certificate"}


def test_a_model_that_another_enterprise_holds_is_refused(declared, issued, ask):
    other = make.product(make.enterprise("另一家具有限公司"), "板式家具", models_text="E-200、E-300")
    theirs = issued(Route.SELF_DECLARATION, item=other)
    with pytest.raises(Exception, match=f"“E-200”已由其他企业以相同的商标“样例”取得授权（{theirs.number}）"):
        ask(declared, models_text=MORE)
    assert not ChangeRequest.objects.exists()
    assert ask(declared, models_text="E-100、E-400").state == "waiting"


def test_a_model_taken_by_another_while_it_waits_is_not_granted(declared, issued, ask, decide):
    request = ask(declared, models_text=MORE)
    other = make.product(make.enterprise("另一家具有限公司"), "板式家具", models_text="E-200")
    issued(Route.SELF_DECLARATION, item=other)
    with pytest.raises(NotPossible, match="已由其他企业以相同的商标“样例”取得授权"):
        decide(request)


@pytest.mark.parametrize(("kind", "cause", "barred"), [
    ("models", Cause.QUALITY, True), ("trademark", Cause.MISUSE, True), ("trademark", Cause.QUALITY, False),
    ("models", Cause.MISUSE, False),
])  # fmt: skip
def test_a_mark_suspended_for_that_cause_is_cured_first(declared, ask, act, kind, cause, barred):
    act(declared, Act.SUSPEND, cause)
    typed = {"models": {"models_text": MORE}, "trademark": {"trademark": "新样例"}}[kind]
    if barred:
        with pytest.raises(NotPossible, match="须先消除该原因"):
            ask(declared, kind, **typed)
        return
    assert ask(declared, kind, **typed).state == "waiting"


def test_a_suspension_for_that_cause_stops_the_grant_and_loses_nothing(declared, ask, act, decide):
    request = ask(declared, models_text=MORE)
    act(declared, Act.SUSPEND, Cause.QUALITY)
    with pytest.raises(NotPossible, match="授权因“产品质量不符合要求”暂停，须先消除该原因，才能变更型号规格。"):
        decide(request)
    assert (read(request).state, read(declared).models_text) == ("waiting", "E-100")


def test_a_change_of_a_suspended_mark_leaves_it_suspended(declared, ask, act, decide):
    act(declared, Act.SUSPEND, Cause.MISUSE)
    decide(ask(declared, models_text=MORE))
    assert (read(declared).state, read(declared).models_text) == ("suspended", MORE)


def test_one_change_is_open_at_a_time_and_the_next_waits_for_its_certificate(declared, ask, decide):
    first = ask(declared, models_text=MORE)
    with pytest.raises(NotPossible, match="变更型号规格的申请正在办理，请等待办结，或先撤回。"):
        ask(declared, "trademark", trademark="新样例")
    decide(first)
    with pytest.raises(NotPossible, match="上一次变更的证书和标识正在制作，制成后才能再次变更。"):
        ask(declared, "trademark", trademark="新样例")
    run_due()
    assert ask(declared, "trademark", trademark="新样例").state == "waiting"


def test_after_the_end_nothing_is_changed(declared, ask, clock):
    clock.set(declared.ends_on + timedelta(days=1))
    with pytest.raises(NotPossible, match="授权当前“过期”，不能变更。"):
        ask(declared, models_text=MORE)


def test_a_change_that_waits_when_the_mark_ends_is_closed_and_told(declared, ask, act):
    request = ask(declared, models_text=MORE)
    act(declared, Act.CANCEL, "", "企业注销")
    assert read(request).state == "closed"
    assert InboxMessage.objects.filter(key="change_closed").count() == 1


def test_a_refusal_changes_nothing_and_says_why(declared, ask, decide):
    request = decide(ask(declared, models_text=MORE), "refuse", "新型号未检测")
    assert (request.state, request.answer, read(declared).models_text) == ("refused", "新型号未检测", "E-100")
    run_due()
    letter = CasePaper.objects.get(kind="change_refused").paper
    assert "审查意见：新型号未检测。" in letter.data["paragraphs"]
    assert letter.data["remedies"] != []
    assert "新型号未检测" in InboxMessage.objects.get(key="change_refused").body
    assert declared.certificates.count() == 1


def test_what_is_handed_back_is_mended_with_its_papers_kept_and_a_new_term(declared, ask, pair, clock, decide):
    request = hand_back(ask(declared, models_text=MORE), user=pair[0], seen=0, reason="缺 E-200 的检测报告")
    assert "缺 E-200 的检测报告" in InboxMessage.objects.get(key="change_returned").body
    clock.set("2026-03-20")
    again = file_again(
        request, {"models_text": "E-100、E-210"}, user=declared.application.created_by, seen=request.revision,
        text="改报一个型号", uploads=[make.pdf("检测报告.pdf")], proof=make.PASSWORD, shown=NO_PAGE,
    )  # fmt: skip
    assert (again.state, again.files.count()) == ("waiting", 2)
    assert again.due_on == add_working_days(the_clock.today(), 10).date
    decide(again)
    assert read(declared).models_text == "E-100、E-210"


def test_the_holder_takes_it_back_and_a_proposal_on_it_counts_no_more(declared, ask, pair):
    request = ask(declared, models_text=MORE)
    proposal = propose(request, "accept", user=pair[0], seen=0, reason="属实")
    assert retract(request, user=declared.application.created_by, seen=0).state == "retracted"
    with pytest.raises(Refused):
        confirm(proposal, user=pair[1], seen=0, shown=NO_PAGE)
    assert read(declared).models_text == "E-100"
    assert ask(declared, models_text=MORE).state == "waiting"


def test_history_keeps_old_and_new_values(declared, ask, decide):
    decide(ask(declared, models_text=MORE))
    passage = Authorization.objects.get(pk=declared.pk).changes.last()
    assert (passage.transition, passage.source, passage.target) == ("amend", "active", "active")
    assert passage.inputs["changed"] == [{"label": "型号规格", "before": "E-100", "after": MORE}]
    assert passage.inputs["columns"] == {"models_text": MORE}
