"""The console, page by page, as each desk sees it."""

import pytest
from django.urls import reverse

from applications.models import Application, EnterpriseClaim
from tests import make
from tests.pages import confirmed, hidden
from tests.queries import cost, opening
from tianfu.accounts.roles import Role
from tianfu.demo.routes import Route

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(reference):
    return make.staff()


def review(client, application, tab="filed"):
    return client.get(reverse("console:review", args=[application.pk]) + f"?tab={tab}")


def test_work_list_shows_the_case_to_its_desk_and_prefecture_only(client, people):
    application = make.filed()
    elsewhere = make.officer(Role.PREFECTURE_OFFICER, "510700")
    shown = {}
    for name, person in {**people, "elsewhere": elsewhere}.items():
        client.force_login(person)
        shown[name] = application.number in client.get(reverse("console:work_list")).content.decode()
    assert shown == {
        "prefecture": True, "prefecture_second": False, "operator": False, "operator_second": False,
        "province": False, "province_second": False, "elsewhere": False,
    }  # fmt: skip
    client.force_login(elsewhere)
    assert review(client, application).status_code == 404


@pytest.mark.parametrize("route", Route.values)
def test_review_page_opens_at_every_stage_and_tab(client, people, clock, route):
    application = make.filed(route)
    reader = make.officer(Role.AUDITOR)
    for key in [*application.stage_order, "authorized"]:
        application = make.advance_to(application, key, people, clock)
        for person in (people["operator"], people["province"], reader):
            client.force_login(person)
            assert review(client, application).status_code == 200, key
        for tab in ("comparison", "evidence", "reviews", "talk"):
            assert review(client, application, tab).status_code == 200, (key, tab)


def test_officer_passes_the_completeness_check_only_with_every_tick(client, people):
    application = make.filed()
    client.force_login(people["prefecture"])
    url = reverse("console:pass", args=[application.pk])
    answer = client.post(
        url, {"seen": application.revision, "act": "pass_stage", "item_identity": "on", "opinion": "打字"}
    )
    assert answer.status_code == 422
    assert "打字" in answer.content.decode()
    ticks = {
        f"item_{entry['key']}": "on"
        for entry in application.programme_version.payload["checklists"]["completeness_check"]
    }
    assert client.post(url, {"seen": application.revision, **ticks}).status_code == 302
    assert Application.objects.get().state == "prefecture_review"
    again = client.post(url, {"seen": application.revision, **ticks})
    assert again.status_code == 409
    assert people["prefecture"].name in again.content.decode()


def test_two_people_pass_the_prefecture_review(client, people, clock):
    application = make.advance_to(make.filed(), "prefecture_review", people, clock)
    ticks = {
        f"item_{entry['key']}": "on"
        for entry in application.programme_version.payload["checklists"]["prefecture_review"]
    }
    url = reverse("console:pass", args=[application.pk])
    form = {"seen": application.revision, "opinion": "同意推荐", **ticks}
    client.force_login(people["prefecture_second"])
    assert client.post(url, form).status_code == 409
    client.force_login(people["prefecture"])
    assert client.post(url, form).status_code == 302
    assert Application.objects.get().state == "prefecture_review"
    assert client.post(url, form).status_code == 409
    client.force_login(people["prefecture_second"])
    page = review(client, application)
    assert people["prefecture"].name in page.content.decode()
    assert client.post(url, {**form, **hidden(page)}).status_code == 302
    assert Application.objects.get().state == "certificate_check"


def test_correction_is_asked_answered_and_stops_the_clock(client, people, clock):
    clock.set("2026-03-02")
    application = make.filed()
    client.force_login(people["prefecture"])
    url = reverse("console:ask_correction", args=[application.pk])
    form = {"seen": application.revision, "rows": "1", "gap-0-place": "field:subject/address", "gap-0-kind": "incorrect",
            "gap-0-text": "住所与执照不一致"}  # fmt: skip
    assert client.post(url, {**form, "gap-0-text": ""}).status_code == 422
    assert client.post(url, form).status_code == 302
    application.refresh_from_db()
    assert (application.state, str(application.due_on)) == ("correction_required", "2026-03-16")
    clock.set("2026-03-04")
    client.force_login(application.created_by)
    item = application.corrections.get().items.get()
    page = client.get(reverse("portal:section", args=[application.pk, "subject"])).content.decode()
    assert "住所与执照不一致" in page
    submit = reverse("portal:submit", args=[application.pk])
    assert client.post(submit, {"seen": application.revision, "commitment": "on"}).status_code == 422
    client.post(reverse("portal:answer_item", args=[application.pk, item.pk]), {"answer": "已更正"})
    assert client.post(submit, {**hidden(client.get(submit)), "commitment": "on"}).status_code == 302
    application.refresh_from_db()
    # 5 working days from 03-02 end on 03-09; the clock stood still at the end of one working day, 03-03.
    assert (application.state, application.round, str(application.due_on)) == ("completeness_check", 2, "2026-03-10")


def test_refusal_carries_coded_reasons_and_needs_two_people(client, people, clock):
    application = make.advance_to(make.filed(Route.SELF_DECLARATION), "document_review", people, clock)
    url = reverse("console:reject", args=[application.pk])
    form = {"seen": application.revision, "codes": ["R3"], "note": "甲醛释放量低于对比值"}
    client.force_login(people["operator"])
    assert client.post(url, {**form, "codes": []}).status_code == 422
    assert client.post(url, form).status_code == 302
    assert client.post(url, form).status_code == 422
    assert Application.objects.get().state == "document_review"
    client.force_login(people["operator_second"])
    page = client.get(url)
    assert "R3" in page.content.decode() and "甲醛释放量低于对比值" in page.content.decode()
    assert client.post(url, {**hidden(page), "note": "同意"}).status_code == 302
    change = Application.objects.get().changes.last()
    assert (change.target, [reason["code"] for reason in change.inputs["reasons"]]) == ("rejected", ["R3"])


def test_decider_differs_from_everyone_who_reviewed(client, people, clock):
    make.grant(people["operator"], Role.PROVINCE_OFFICER)
    application = make.advance_to(make.filed(), "approval", people, clock)
    client.force_login(people["operator"])
    answer = client.post(
        reverse("console:pass", args=[application.pk]), {"seen": application.revision, "opinion": "同意"}
    )
    assert answer.status_code == 409
    assert "您参与过本件的办理" in answer.content.decode()


def test_objection_pauses_the_notice(client, people, clock):
    application = make.advance_to(make.filed(), "public_notice", people, clock)
    assert application.due_on is not None
    client.force_login(people["operator"])
    form = {
        "source": "letter",
        "objector": "某单位",
        "contact": "028-00000000",
        "text": "指标与实际不符",
        "summary": "对一项指标有疑问",
    }
    assert client.post(reverse("console:objection_new", args=[application.pk]), form).status_code == 302
    application.refresh_from_db()
    assert application.due_on is None
    notice = client.get(reverse("notice", args=[application.notice.pk])).content.decode()
    assert "异议" in notice and "某单位" not in notice
    objection = application.notice.objections.get()
    url = reverse("console:objection", args=[application.pk, objection.pk])
    client.force_login(people["operator_second"])
    shown = client.get(url).context
    assert confirmed(client, url, {"act": "approve", "shown": shown["shown_summary"]})[1].status_code == 302
    closing = {"act": "close", "outcome": "dismissed", "finding": "经复核一致", "shown": shown["shown_finding"]}
    assert confirmed(client, url, closing)[1].status_code == 302
    application.refresh_from_db()
    assert application.due_on is not None


def test_claim_is_decided_by_an_officer_of_the_city(client, people):
    owner = make.enterprise(verified=False)
    claim = EnterpriseClaim.objects.create(enterprise=owner, user=make.founder(owner.organisation),
                                           licence=make.stored_file(purpose="licence"), claimed_at=owner.organisation.created_at)  # fmt: skip
    url = reverse("console:claim", args=[claim.pk])
    client.force_login(make.officer(Role.PREFECTURE_OFFICER, "510700"))
    assert client.get(url).status_code == 404
    client.force_login(people["operator"])
    assert client.get(url).status_code == 403
    client.force_login(people["prefecture"])
    assert client.get(url).status_code == 200
    assert client.post(url, {"act": "refuse", "reason": ""}).status_code == 422
    assert confirmed(client, url, {**hidden(client.get(url)), "act": "approve"})[1].status_code == 302
    owner.refresh_from_db()
    assert owner.verified_at is not None


MOST = {
    ("prefecture", "console:home"): 21,
    ("prefecture", "console:work_list"): 16,
    # One writes that personal data was read, three ask what stands against the enterprise.
    ("prefecture", "console:review"): 28,
    ("prefecture", "console:claims"): 12,
    ("operator", "console:authorizations"): 11,
    # Eight of them ask what else waits: objections, suspensions, new certificates, changes, successions, usages,
    # reports, marks.
    ("owner", "portal:home"): 21,
    ("owner", "portal:applications"): 9,
}


def test_page_has_a_fixed_number_of_queries_whatever_its_length(client, people, settings):
    first = make.filed()
    settings.DEMO = False  # its line names whose turn it is, with two queries of its own

    def counted():
        found = {}
        for who, name in MOST:
            client.force_login(first.created_by if who == "owner" else people[who])
            page = opening(client, reverse(name, args=[first.pk] if name == "console:review" else []))
            found[who, name] = cost(page)
        return found

    before = counted()
    for number in range(4):
        make.filed(item=make.product(first.enterprise, f"产品{number}"), person=first.created_by)
    assert counted() == before
    assert {key: number for key, number in before.items() if number > MOST[key]} == {}


def test_a_draft_is_on_no_desk(client, people):
    draft = make.draft()
    for person in [*people.values(), make.officer(Role.AUDITOR)]:
        assert not Application.objects.on_console_for(person).exists()
    client.force_login(people["prefecture"])
    assert review(client, draft).status_code == 404
