"""公示期异议: secret words, two people, the applicant heard, and a decision within its time."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from applications.cases.stages.stage import stage
from applications.models import Application, Objection, ObjectionAnswer
from applications.review.acts.passages import reject, send_back
from applications.review.stages.public_notice.objections.acts import (
    answer_objection,
    check_summary,
    close_objection,
    record_objection,
    summary_shown,
    write_summary,
)
from applications.review.stages.public_notice.objections.limits import answer_due, decision_due, investigation_due
from applications.review.stages.public_notice.objections.redaction import disclosures
from tests import make
from tests.kept import kept
from tests.pages import confirmed, hidden
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage, OutgoingMail
from tianfu.workflow import work_items
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.signatures.shown import NO_PAGE, Changed, stamp

pytestmark = pytest.mark.django_db
TEXT = "我公司与其同在一个园区，亲眼看到样品是外购的，检测报告第 3 页的型号与铭牌不一致。"
SUMMARY = "对送检样品的来源和型号提出疑问。"


def on_notice(clock):
    clock.set("2026-03-02")
    application, people = make.filed(), make.staff()
    clock.set("2026-03-06")
    application = make.advance_to(application, "public_notice", people, clock)
    clock.set("2026-03-09")
    return application, people


whole_world, case = kept(on_notice)


@pytest.fixture
def recorded(case):
    application, people = case
    return record_objection(
        application, user=people["operator"], source="letter", objector="成都某竞争家具厂", contact="028-00009999",
        text=TEXT,
    )  # fmt: skip


@pytest.fixture
def told(case, recorded):
    write_summary(recorded, user=case[1]["operator"], text=SUMMARY)
    return check_summary(recorded, user=case[1]["operator_second"], approve=True, shown=NO_PAGE)


def fresh(application):
    return Application.objects.get(pk=application.pk)


def test_neither_the_words_nor_the_author_of_an_objection_reach_the_applicant(client, case, told, clock):
    application, people = case
    answer_objection(told, user=application.created_by, text="样品为自产，附生产记录。", uploads=[make.pdf("记录.pdf")])
    close_objection(
        told, user=people["operator_second"], outcome="dismissed", finding="现场核对，型号一致。", shown=NO_PAGE
    )
    client.force_login(application.created_by)
    pages = [f"/portal/applications/{application.pk}/", f"/portal/applications/{application.pk}/objections/{told.pk}/"]
    seen = "".join(client.get(page).content.decode() for page in pages)
    seen += client.get(f"/notices/{application.notice.pk}/").content.decode()
    organisation = application.enterprise.organisation
    seen += "".join(
        message.body + message.subject for message in InboxMessage.objects.filter(organisation=organisation)
    )
    seen += "".join(mail.body_text + mail.body_html for mail in OutgoingMail.objects.all())
    assert SUMMARY in seen
    for secret in ("竞争家具厂", "028-00009999", "同在一个园区", "亲眼看到", TEXT):
        assert secret not in seen


def test_nothing_goes_to_the_applicant_before_a_second_person_has_checked_the_summary(client, case, recorded):
    application, people = case
    page = f"/portal/applications/{application.pk}/objections/{recorded.pk}/"
    client.force_login(application.created_by)
    write_summary(recorded, user=people["operator"], text=SUMMARY)
    assert client.get(page).status_code == 404
    assert not InboxMessage.objects.filter(key="objection_recorded").exists()
    with pytest.raises(NotPossible, match="须由另一人核对"):
        check_summary(recorded, user=people["operator"], approve=True, shown=NO_PAGE)
    asked = InboxMessage.objects.get(key="objection_summary_to_check")
    assert asked.user == people["operator_second"]
    check_summary(recorded, user=people["operator_second"], approve=True, shown=NO_PAGE)
    assert client.get(page).status_code == 200
    assert SUMMARY in InboxMessage.objects.get(key="objection_recorded").body


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.replace("，", ",").replace(" ", ""),
        "有人反映：亲眼看到样品是外购的，检测报告第 3 页的型号与铭牌不一致。",
        "成都某竞争家具厂认为样品是外购的。",
        "成 都 某 竞 争 家 具 厂认为有疑问。",
        "请联系 028-0000 9999 了解情况。",
        "电话０２８００００９９９９提出疑问。",
    ],
)
def test_summary_that_gives_away_author_contact_or_wording_is_refused(case, recorded, text):
    with pytest.raises(ValidationError) as refused:
        write_summary(recorded, user=case[1]["operator"], text=text)
    assert "请" in refused.value.messages[0]
    assert disclosures(recorded, SUMMARY) == []


def test_finding_that_gives_away_the_author_is_refused(case, told):
    with pytest.raises(ValidationError, match="异议人的名称"):
        close_objection(
            told,
            user=case[1]["operator_second"],
            outcome="dismissed",
            finding="成都某竞争家具厂所述不实",
            shown=NO_PAGE,
        )


def test_summary_handed_back_is_written_again_and_kept_in_the_trail(case, recorded):
    people = case[1]
    write_summary(recorded, user=people["operator"], text=SUMMARY)
    with pytest.raises(ValidationError, match="请写明摘要需要怎样修改"):
        check_summary(recorded, user=people["operator_second"], approve=False, shown=NO_PAGE)
    back = check_summary(
        recorded, user=people["operator_second"], approve=False, note="请写明针对哪一项", shown=NO_PAGE
    )
    assert (back.summary, back.summary_by, back.summary_note) == ("", None, "请写明针对哪一项")
    again = write_summary(recorded, user=people["operator"], text="对型号一项有疑问。")
    assert (again.summary, again.summary_note) == ("对型号一项有疑问。", "")


def test_second_person_signs_the_summary_he_has_read(case, recorded):
    people = case[1]
    first = write_summary(recorded, user=people["operator"], text=SUMMARY)
    read = stamp(summary_shown(first))
    write_summary(recorded, user=people["operator"], text="对型号一项有疑问。")
    with pytest.raises(Changed):
        check_summary(recorded, user=people["operator_second"], approve=True, shown=read)


def test_whoever_records_an_objection_does_not_close_it(case, told):
    application, people = case
    with pytest.raises(NotPossible, match="由您登记，须由另一人"):
        close_objection(told, user=people["operator"], outcome="dismissed", finding="数据一致", shown=NO_PAGE)
    with pytest.raises(NotAllowed):
        close_objection(told, user=people["province"], outcome="dismissed", finding="数据一致", shown=NO_PAGE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(pk=told.pk).update(
            closed_by=people["operator"], closed_at=told.summary_checked_at, outcome="dismissed"
        )


def test_objection_is_not_closed_before_the_applicant_knows_of_it(case, recorded):
    with pytest.raises(NotPossible, match="告知企业后再办结"):
        close_objection(
            recorded, user=case[1]["operator_second"], outcome="dismissed", finding="数据一致", shown=NO_PAGE
        )


def test_objection_is_not_upheld_before_the_applicant_was_heard(case, told, clock):
    people, due = case[1], answer_due(told)
    assert str(due.date) == "2026-03-16"
    clock.set("2026-03-16T23:59:58+08:00")
    with pytest.raises(NotPossible, match="陈述期限（2026 年 3 月 16 日（周一））届满前"):
        close_objection(told, user=people["operator_second"], outcome="upheld", finding="型号确有出入", shown=NO_PAGE)
    clock.set("2026-03-17")
    closed = close_objection(
        told, user=people["operator_second"], outcome="upheld", finding="型号确有出入", shown=NO_PAGE
    )
    assert closed.outcome == "upheld"


def test_applicant_answers_in_place_with_files_that_the_officer_opens(client, case, told):
    application, people = case
    page = f"/portal/applications/{application.pk}/objections/{told.pk}/"
    client.force_login(application.created_by)
    case_page = client.get(f"/portal/applications/{application.pk}/").content.decode()
    assert page in case_page
    posted = {"text": "样品为本公司自产。", "files": [make.pdf("生产记录.pdf"), make.pdf("入库单.pdf")]}
    assert client.post(page, posted).status_code == 302
    answer = ObjectionAnswer.objects.get()
    assert [row.file.name for row in answer.files.all()] == ["生产记录.pdf", "入库单.pdf"]
    told_desk = InboxMessage.objects.filter(key="objection_answered")
    assert {message.user for message in told_desk} == {people["operator"], people["operator_second"]}
    client.force_login(people["operator_second"])
    shown = client.get(f"/console/applications/{application.pk}/objections/{told.pk}/").content.decode()
    assert "样品为本公司自产。" in shown
    assert "生产记录.pdf" in shown
    file = answer.files.first().file
    assert client.get(f"/files/{file.pk}/{file.name}").status_code == 200
    client.force_login(make.founder(make.enterprise("别的公司").organisation))
    assert client.get(page).status_code == 404
    assert client.get(f"/files/{file.pk}/{file.name}").status_code in (403, 404)


def test_answer_that_is_empty_or_has_a_bad_file_says_so_and_leaves_no_trace(client, case, told):
    application = case[0]
    page = f"/portal/applications/{application.pk}/objections/{told.pk}/"
    client.force_login(application.created_by)
    empty = client.post(page, {"text": "  "})
    assert (empty.status_code, "请写明对异议的说明。" in empty.content.decode()) == (422, True)
    bad = make.pdf("记录.exe")
    refused = client.post(page, {"text": "样品为自产。", "files": [make.pdf("好.pdf"), bad]})
    assert refused.status_code == 422
    assert "样品为自产。" in refused.content.decode()
    assert not ObjectionAnswer.objects.exists()
    reader = make.member(application.enterprise.organisation)
    client.force_login(reader)
    assert client.post(page, {"text": "样品为自产。"}).status_code == 403


def test_finding_rests_on_every_answer_there_is(client, case, told):
    application, people = case
    client.force_login(people["operator_second"])
    url = f"/console/applications/{application.pk}/objections/{told.pk}/"
    read = client.get(url).context["shown_finding"]
    answer_objection(told, user=application.created_by, text="后来的陈述")
    form = {"act": "close", "outcome": "dismissed", "finding": "数据一致", "shown": read}
    refused = client.post(url, form)
    assert refused.status_code == 409
    told.refresh_from_db()
    assert told.closed_at is None


def close_form(client, url, **typed):
    read = client.get(url).context["shown_finding"]
    return {"act": "close", "outcome": "dismissed", "finding": "现场核对，数据一致", "shown": read, **typed}


@pytest.mark.parametrize("outcome", ["dismissed", "upheld"])
def test_closing_asks_once_more_and_says_what_follows_from_that_finding(client, case, told, outcome):
    application, people = case
    answer_objection(told, user=application.created_by, text="样品为自产，附记录。")
    client.force_login(people["operator_second"])
    url = f"/console/applications/{application.pk}/objections/{told.pk}/"
    asked = client.post(url, close_form(client, url, outcome=outcome))
    page = asked.content.decode()
    follows = {"dismissed": "公示期从中止处继续计算", "upheld": "公示即时终止，不再接收异议；须在 10 个工作日内"}
    for words in (follows[outcome], TEXT, "样品为自产，附记录。", "现场核对，数据一致", "不能撤回", "确认办结"):
        assert words in page
    told.refresh_from_db()
    assert told.closed_at is None
    for change in ({"confirmed": "made up"}, {"confirmed": ""}, {"finding": "另一个结论"}):
        assert client.post(url, {**hidden(asked), **change}).status_code == 200
        told.refresh_from_db()
        assert told.closed_at is None, change
    assert client.post(url, hidden(asked)).status_code == 302
    told.refresh_from_db()
    assert (told.outcome, told.finding) == (outcome, "现场核对，数据一致")


def test_an_answer_that_comes_while_the_confirm_page_is_open_is_read_first(client, case, told):
    application, people = case
    client.force_login(people["operator_second"])
    url = f"/console/applications/{application.pk}/objections/{told.pk}/"
    asked = client.post(url, close_form(client, url))
    assert asked.status_code == 200
    answer_objection(told, user=application.created_by, text="后来的陈述")
    refused = client.post(url, hidden(asked))
    page = refused.content.decode()
    assert (refused.status_code, "后来的陈述" in page, "现场核对，数据一致" in page) == (409, True, True)
    told.refresh_from_db()
    assert told.closed_at is None


def test_what_would_be_refused_anyway_is_refused_before_anything_is_asked(client, case, told):
    application, people = case
    url = f"/console/applications/{application.pk}/objections/{told.pk}/"
    client.force_login(people["operator_second"])
    early = client.post(url, close_form(client, url, outcome="upheld"))
    assert (early.status_code, "期限" in early.content.decode()) == (422, True)
    named = client.post(url, close_form(client, url, finding="成都某竞争家具厂所述不实"))
    assert (named.status_code, "会发生什么" in named.content.decode()) == (422, False)
    client.force_login(people["operator"])  # who recorded it
    own = client.post(url, {**close_form(client, url)})
    assert (own.status_code, "须由另一人核查办结" in own.content.decode()) == (422, True)


def test_telling_the_applicant_asks_once_more(client, case, recorded):
    application, people = case
    write_summary(recorded, user=people["operator"], text=SUMMARY)
    client.force_login(people["operator_second"])
    url = f"/console/applications/{application.pk}/objections/{recorded.pk}/"
    form = {"act": "approve", "shown": client.get(url).context["shown_summary"]}
    page, answer = confirmed(client, url, form)
    assert all(words in page for words in (TEXT, SUMMARY, "发出后不能收回", "5 个工作日内陈述"))
    recorded.refresh_from_db()
    assert (answer.status_code, recorded.summary_checked_by) == (302, people["operator_second"])


def test_upheld_objection_ends_the_notice_and_forces_a_decision_within_its_time(client, case, told, clock):
    application, people = case
    answer_objection(told, user=application.created_by, text="型号以报告为准")
    clock.set("2026-03-11")
    closed = close_objection(
        told, user=people["operator_second"], outcome="upheld", finding="型号确有出入", shown=NO_PAGE
    )
    application = fresh(application)
    assert stage("public_notice").problems(application) == ["有异议经核查成立，请提出不予授权或退回。"]
    assert str(application.due_on) == str(decision_due(closed).date) == "2026-03-25"
    assert "公示终止" in client.get(f"/notices/{application.notice.pk}/").content.decode()
    assert "3 月 25 日" in InboxMessage.objects.filter(key="objection_upheld").first().body
    with pytest.raises(NotPossible, match="公示已因异议成立而终止"):
        record_objection(application, user=people["operator"], source="phone", objector="李某", contact="13800000000",
                         text="也有疑问")  # fmt: skip
    clock.set("2026-03-26")
    from applications.review.stages.public_notice.publication import close_ended_notices
    from tianfu.workflow import clock as the_clock

    assert close_ended_notices(the_clock.today()) == 0
    client.force_login(people["operator"])
    assert application.number in client.get("/console/?view=overdue").content.decode()
    answer = client.post(f"/console/applications/{application.pk}/pass/", {"seen": application.revision})
    assert fresh(application).state == "public_notice", answer
    third = make.officer(Role.OPERATOR_OFFICER)
    fourth = make.officer(Role.OPERATOR_OFFICER)
    reject(application, user=third, seen=application.revision, codes=["R5"], note="型号与报告不一致", shown=NO_PAGE)
    assert (
        reject(application, user=fourth, seen=application.revision, codes=["R5"], note="同意", shown=NO_PAGE).state
        == "rejected"
    )


def test_upheld_objection_may_also_lead_back_to_the_review(case, told):
    application, people = case
    answer_objection(told, user=application.created_by, text="型号以报告为准")
    close_objection(told, user=people["operator_second"], outcome="upheld", finding="型号确有出入", shown=NO_PAGE)
    application = fresh(application)
    back = send_back(
        application, user=people["operator"], seen=application.revision, target="document_review", note="核实"
    )
    assert back.state == "document_review"


def waiting(person, kind):
    found = work_items.waiting_for(person, kind)
    return [item.what for row in found if row.source.key.startswith("objection") for item in row.items]


def test_objections_wait_in_the_lists_of_those_who_may_act(case, recorded):
    people = case[1]
    second, todo = work_items.Kind.SECOND, work_items.Kind.TODO
    assert waiting(people["operator"], todo) == waiting(people["operator_second"], todo) == ["拟写告知企业的异议摘要"]
    write_summary(recorded, user=people["operator"], text=SUMMARY)
    assert (waiting(people["operator"], second), waiting(people["operator_second"], second)) == (
        [],
        ["核对告知企业的异议摘要"],
    )
    check_summary(recorded, user=people["operator_second"], approve=True, shown=NO_PAGE)
    assert (waiting(people["operator"], todo), waiting(people["operator_second"], todo)) == ([], ["核查异议并写明结论"])
    assert waiting(people["province"], todo) == []


def test_investigation_is_due_ten_working_days_after_the_recording(recorded):
    assert str(investigation_due(recorded).date) == "2026-03-23"


def test_officer_without_the_desk_reads_but_does_not_act(client, case, recorded):
    application, people = case
    client.force_login(people["province"])
    url = f"/console/applications/{application.pk}/objections/{recorded.pk}/"
    assert client.get(url).status_code == 200
    assert client.post(url, {"act": "summary", "summary": SUMMARY}).status_code == 403


@pytest.mark.parametrize("desk", ["prefecture", "prefecture_second", "province", "province_second", "operator"])
def test_who_objects_is_shown_only_to_the_desk_that_acts_on_it(client, case, desk):
    application, people = case
    row = record_objection(
        application, user=people["operator"], source="letter", objector="丁某某", contact="电话 028-0000 9999，微信 dmm8",
        text="我是丁某某，可打 02800009999 找我。样品是外购的。",
    )  # fmt: skip
    client.force_login(people[desk])
    text = client.get(f"/console/applications/{application.pk}/objections/{row.pk}/").content.decode()
    shown = [word in text for word in ("丁某某", "028-0000 9999", "02800009999", "dmm8")]
    assert shown == [desk == "operator"] * 4
    assert "样品是外购的" in text


def test_the_auditor_reads_an_objection_without_its_author(client, case, recorded):
    client.force_login(make.officer(Role.AUDITOR))
    text = client.get(f"/console/applications/{case[0].pk}/objections/{recorded.pk}/").content.decode()
    assert "只向核查异议的经办人显示" in text and "竞争家具厂" not in text and "00009999" not in text


def test_an_objection_waits_on_the_applicants_home_until_somebody_has_answered(client, case, told):
    application = case[0]
    client.force_login(application.created_by)
    where = f"/portal/applications/{application.pk}/objections/{told.pk}/"
    home, page = (client.get(url).content.decode() for url in ("/portal/", f"/portal/applications/{application.pk}/"))
    waiting = home[home.index("等您办理") : home.index("在办申报")]
    assert "公示期内收到一项异议，请陈述情况。最迟" in waiting and where in waiting
    assert SUMMARY in page and f'class="button small" href="{where}"' in page
    answer_objection(told, user=application.created_by, text="样品为自产。", uploads=[])
    assert "等您办理" not in client.get("/portal/").content.decode()
    assert "已陈述，等待核查结论" in client.get(f"/portal/applications/{application.pk}/").content.decode()


def test_an_objection_whose_summary_was_not_checked_waits_for_nobody_outside(client, case, recorded):
    client.force_login(case[0].created_by)
    assert "等您办理" not in client.get("/portal/").content.decode()
