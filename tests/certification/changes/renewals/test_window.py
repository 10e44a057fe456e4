"""When a renewal may be begun and handed in; each refusal says what it means and what to do."""

from datetime import date

import pytest
from django.urls import reverse

from applications.cases.filings.submission import submit
from applications.cases.sections.section import section
from applications.form.autosave import save_fields
from applications.form.drafts import discard
from applications.form.start import open_application
from applications.models import Application, Batch, ProgrammeVersion
from applications.review.acts.passages import pass_stage
from certification.authorizations.standing import open_matters as matters
from certification.authorizations.standing.open_matters import open_matters
from certification.authorizations.states import Act
from certification.changes.renewals.acts import start
from certification.changes.renewals.window import Window, start_problems, window
from certification.models import Authorization
from certification.tasks import expire
from tests import make
from tests.certification.changes.renewals.conftest import complete, recertified
from tianfu.workflow import clock as now
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.jobs import run_due
from tianfu.workflow.models import Policy
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
LATE = (
    "申报续期的时间（2026 年 12 月 9 日至 2027 年 2 月 7 日）已过。授权有效至 2027 年 3 月 9 日，之后不得使用标识；"
    "到期后您可以随时重新申报。"
)


def given(key, value, unit):
    """A policy of 天府名品 from June on."""
    day = date(2026, 6, 1)
    Policy.objects.create(
        key=key, scope="tfmp", value=value, unit=unit, source="试行", valid_from=day, set_at=now.now()
    )


def test_the_window_is_counted_back_from_the_last_day(issued):
    mark = issued("self_declaration")
    assert mark.ends_on == date(2027, 3, 9)
    assert window(mark, now.today()) == Window(date(2026, 12, 9), date(2027, 2, 7))


def test_the_days_are_policies_of_the_programme(issued, clock):
    mark = issued("self_declaration")
    given("renewal.opens_days", 120, "days")
    clock.set("2026-07-01")
    assert window(mark, now.today()).opens_on == date(2026, 11, 9)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-12-08", ["申报续期的时间为 2026 年 12 月 9 日至 2027 年 2 月 7 日，还没有开始；到时会有消息提醒您。"]),
        ("2026-12-09", []),
        ("2027-02-07", []),
        (
            "2027-02-08",
            [LATE],
        ),
        ("2027-03-10", ["授权已于 2027 年 3 月 9 日到期，不能再续期。您可以随时重新申报，准予后是一项新的授权。"]),
    ],
)
def test_first_and_last_day_count(issued, clock, day, words):
    mark = issued("self_declaration")
    clock.set(day)
    assert start_problems(mark, now.today()) == words


def test_a_draft_begun_in_time_and_handed_in_late_is_refused_and_kept(in_window, drawn_up, clock):
    case = drawn_up(in_window())
    clock.set("2027-02-08")
    case = complete(case, case.created_by)
    with pytest.raises(NotPossible, match=r"申报续期的时间（.*）已过"):
        submit(case, user=case.created_by, seen=case.revision, shown=NO_PAGE)
    kept = Application.objects.get(pk=case.pk)
    assert (kept.state, kept.answers.count(), kept.evidence.count()) == ("draft", 4, 3)


def test_one_renewal_at_a_time_and_none_after_it(in_window, renewed, drawn_up):
    mark = in_window()
    case = drawn_up(mark)
    with pytest.raises(NotPossible, match="正在申报，请继续办理那一份"):
        start(mark, user=mark.application.created_by)
    discard(case, user=case.created_by, seen=case.revision)
    new = renewed(mark)
    with pytest.raises(NotPossible, match="该授权已续期：新授权 正在制证，自 2027 年 3 月 10 日起生效"):
        start(mark, user=mark.application.created_by)
    with pytest.raises(NotPossible, match="授权尚未生效，不能续期"):
        start(new, user=mark.application.created_by)


def test_none_while_suspended_before_and_after_it_is_filed(in_window, drawn_up, act, pair):
    mark = in_window()
    case = drawn_up(mark)
    act(mark)
    with pytest.raises(NotPossible, match=r"授权暂停期间（标识使用不符合规定）不能续期。请先消除暂停原因"):
        submit(case, user=case.created_by, seen=case.revision, shown=NO_PAGE)
    discard(case, user=case.created_by, seen=case.revision)
    with pytest.raises(NotPossible, match="授权暂停期间"):
        start(mark, user=mark.application.created_by)


def test_a_suspension_under_way_holds_the_renewal_up_until_it_is_cured(in_window, filed, act):
    mark = in_window()
    case = filed(mark)
    act(mark)
    officer = make.staff(case.region_id)["prefecture"]

    def look(row):
        return pass_stage(
            row, user=officer, seen=row.revision, opinion="同意", answers=make.answers(row), shown=NO_PAGE
        )

    with pytest.raises(NotPossible, match=r"暂停中（标识使用不符合规定），恢复有效后才能继续办理续期。"):
        look(case)
    act(mark, Act.REINSTATE)
    assert look(Application.objects.get(pk=case.pk)).state == "eligibility_check"


def test_a_mark_that_ends_while_it_is_suspended_is_not_continued(in_window, filed, act, clock):
    mark = in_window()
    case = filed(mark)
    act(mark)
    clock.set("2027-03-11")
    expire()
    officer = make.staff(case.region_id)["prefecture"]
    with pytest.raises(NotPossible, match=r"在暂停期间到期（2027 年 3 月 9 日），不能续期。企业可以撤回本件，重新申报"):
        pass_stage(case, user=officer, seen=case.revision, opinion="同意", answers=make.answers(case), shown=NO_PAGE)


@pytest.mark.parametrize(("what", "word"), [(Act.WITHDRAW, "撤销"), (Act.CANCEL, "注销")])
def test_what_was_taken_away_is_not_continued(in_window, drawn_up, act, what, word):
    mark = in_window()
    case = drawn_up(mark)
    act(mark, what, cause="")
    with pytest.raises(NotPossible, match=f"授权已{word}，不能续期"):
        start_anew(mark, case)


def start_anew(mark, case):
    discard(case, user=case.created_by, seen=case.revision)
    start(mark, user=mark.application.created_by)


def test_none_while_a_change_is_open(in_window, monkeypatch):
    mark = in_window()
    monkeypatch.setitem(matters._open, "test", lambda row: "变更的申请正在办理，请先办结。")
    with pytest.raises(NotPossible, match="变更的申请正在办理，请先办结"):
        start(mark, user=mark.application.created_by)


def test_nothing_is_changed_beside_a_renewal_nor_before_its_first_day(in_window, renewed, drawn_up, clock):
    mark = in_window()
    assert open_matters(mark) == []
    case = drawn_up(mark)
    under_way = f"该授权的续期（草稿 {case.pk}）正在申报，请先办结；不再需要的，请先撤回或删除草稿。"
    assert (open_matters(mark), open_matters(mark, but="renewals")) == ([under_way], [])
    discard(case, user=case.created_by, seen=case.revision)
    new = renewed(mark)
    assert open_matters(mark) == ["该授权已续期，新授权自 2027 年 3 月 10 日起生效，请在生效后就新授权提出。"]
    run_due()
    clock.set(new.starts_on)
    expire()
    assert open_matters(Authorization.objects.get(pk=new.pk)) == []


def test_a_first_application_beside_the_renewal_is_refused(in_window, drawn_up):
    mark = in_window()
    drawn_up(mark)
    with pytest.raises(NotPossible, match=r"该产品已有一份在办申报：草稿（续期）"):
        open_application(
            user=mark.application.created_by, product=mark.product, batch=Batch.objects.get(), route=mark.route
        )


def test_a_programme_that_names_no_renewal_says_so(in_window, signed_in):
    mark = in_window()
    now_in_force = mark.programme.current_version()
    payload = {**now_in_force.payload, "version": 9}
    payload["routes"] = {
        key: {name: value for name, value in route.items() if name != "renewal"}
        for key, route in now_in_force.payload["routes"].items()
    }
    ProgrammeVersion.objects.create(
        programme=mark.programme, version=9, payload=payload, sha256="0" * 64, loaded_at=now.now()
    )
    with pytest.raises(NotPossible, match="本项目没有规定这种方式的续期，到期后请重新申报。"):
        start(mark, user=mark.application.created_by)
    page = signed_in(mark.application.created_by).get(reverse("portal:authorization", args=[mark.pk]))
    assert "有效期届满后须停止使用标识；需要继续使用的，到期后重新申报。" in page.content.decode()


def test_who_may_only_look_begins_none_and_is_told_that_first(issued, clock):
    mark = issued("self_declaration")
    person = make.member(mark.enterprise.organisation)
    for day in (now.today(), window(mark, now.today()).opens_on):
        clock.set(day)
        with pytest.raises(NotAllowed, match="您只有查看权限。需要续期请联系企业管理员"):
            start(mark, user=person)


def test_a_certificate_that_ends_before_the_new_first_day_gives_none(in_window, drawn_up):
    mark = in_window("quality_certification")
    given("certificate.months_left", 1, "months")
    short = recertified(mark, valid_until=mark.ends_on)
    case = drawn_up(mark, short)
    with pytest.raises(NotPossible, match=r"早于续期的首日 .*请先由认证机构办理再认证，再选用新证书"):
        submit(case, user=case.created_by, seen=case.revision, shown=NO_PAGE)


def test_what_differs_must_be_said(in_window):
    mark = in_window()
    person = mark.application.created_by
    case = start(mark, user=person)
    row = case.comparison.get()
    row.own_value = "0.030"
    row.save()
    save_fields(case, "renewal", {"changed": "no"}, user=person)
    part = section("renewal")
    case = Application.objects.get(pk=case.pk)
    assert part.missing(case) == [
        "“自上次授权以来，申报内容有没有变化”：与上次授权时相比，“主要关键性能指标对比表”不同。请选择“有变化”并说明。"
    ]
    save_fields(case, "renewal", {"changed": "yes"}, user=person)
    case = Application.objects.get(pk=case.pk)
    assert part.missing(case) == ["“变化的内容”：您选择了“有变化”，请写明变化的内容。"]
    save_fields(case, "renewal", {"what": "甲醛释放量复测为 0.030。"}, user=person)
    case = Application.objects.get(pk=case.pk)
    assert part.missing(case) == []
    assert part.rows(case)[-1]["value"] == "“主要关键性能指标对比表”"


def test_the_page_says_the_days_the_way_and_what_stands_against_it(in_window, signed_in, clock):
    mark = in_window()
    client = signed_in(mark.application.created_by)
    address = reverse("portal:renewal", args=[mark.pk])
    page = client.get(address).content.decode()
    assert "2026 年 12 月 9 日 至 2027 年 2 月 7 日" in page
    assert "形式审查、资格核验、资料审核、准予决定、签署授权协议" in page
    assert "沿用上次申报的内容；您说明变化、逐项核对后提交。" in page, "what happens stands before the button"
    answer = client.post(address, {"once": "a" * 32})
    case = Application.objects.get(renews=mark.application)
    assert (answer.status_code, answer.url) == (302, reverse("portal:application", args=[case.pk]))
    again = client.post(address, {"once": "b" * 32})
    assert (again.status_code, "正在申报，请继续办理那一份" in again.content.decode()) == (409, True)
    assert Application.objects.filter(renews=mark.application).count() == 1
    hub = client.get(reverse("portal:authorization", args=[mark.pk])).content.decode()
    assert "续期还没有提交，请填写后提交" in hub


def test_somebody_elses_renewal_is_not_found(in_window, signed_in):
    mark = in_window()
    other = make.member(make.enterprise().organisation, edit=True, sign=True)
    assert signed_in(other).get(reverse("portal:renewal", args=[mark.pk])).status_code == 404


def test_the_home_asks_in_the_window_only(issued, clock, signed_in):
    mark = issued("self_declaration")
    words = f"授权 {mark.number} 快到期"
    seen = {}
    for day in ("2026-12-08", "2026-12-09", "2027-02-07", "2027-02-08"):
        clock.set(day)
        seen[day] = words in signed_in(mark.application.created_by).get("/portal/").content.decode()
    assert list(seen.values()) == [False, True, True, False]
