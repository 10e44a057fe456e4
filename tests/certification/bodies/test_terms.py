"""Membership and scopes begin and end with a date and a reason; what rests on a body's certificates follows at once."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import CasePaper
from certification.authorizations.sanctions.acts import confirm, possible_acts, propose
from certification.authorizations.states import Act, Cause
from certification.authorizations.suspensions.replacements.acts import (
    follow_bodies,
    hand_back,
    offer,
    pass_over_late,
    take_back,
)
from certification.bodies.terms import begin_term, end_term, term_facts
from certification.certificates.losses.grounds import broken, tell_of_lost
from certification.models import Authorization, BodyTerm, CertificationBody
from tests import make
from tests.pages import hidden
from tianfu.accounts.roles import Role
from tianfu.inbox.models import InboxMessage
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock as the_clock
from tianfu.workflow.calendar.working_days import add_working_days
from tianfu.workflow.door import SYSTEM, NotAllowed, NotPossible, advance
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE, Changed, stamp

pytestmark = pytest.mark.django_db


def membership(body):
    return body.terms.get(kind="membership", ends_on=None)


def scope(body, sector="manufacturing"):
    return body.terms.get(sector=sector, ends_on=None)


def read(body):
    return CertificationBody.objects.get(pk=body.pk)


def test_the_last_day_counts_and_the_next_does_not(pair, clock):
    clock.set("2026-03-02")
    body = make.body()
    end_term(membership(body), ends_on=date(2026, 3, 31), reason="联盟文件〔2026〕3号", actor=pair[0], shown=NO_PAGE)
    assert [read(body).covers("manufacturing", date(2026, 3, day)) for day in (30, 31)] == [True, True]
    assert not read(body).is_member(date(2026, 4, 1))
    begin_term(body, sector="", starts_on=date(2026, 5, 1), reason="重新加入", actor=pair[0], shown=NO_PAGE)
    assert [read(body).is_member(day) for day in (date(2026, 4, 30), date(2026, 5, 1))] == [False, True]


def test_history_is_not_rewritten_and_terms_do_not_overlap(pair, clock):
    clock.set("2026-03-02")
    body = make.body()
    term = scope(body)
    with pytest.raises(NotPossible, match="依据"):
        end_term(term, ends_on=date(2026, 3, 1), reason=" ", actor=pair[0], shown=NO_PAGE)
    with pytest.raises(NotPossible, match="早于开始日期"):
        end_term(term, ends_on=date(2023, 1, 1), reason="x", actor=pair[0], shown=NO_PAGE)
    with pytest.raises(NotPossible, match="另选日期"):
        begin_term(body, sector="manufacturing", starts_on=date(2026, 3, 2), reason="x", actor=pair[0], shown=NO_PAGE)
    end_term(term, ends_on=date(2026, 3, 1), reason="批准书缩项", actor=pair[0], shown=NO_PAGE)
    with pytest.raises(NotPossible, match="不能改写"):
        end_term(term, ends_on=date(2026, 6, 1), reason="x", actor=pair[0], shown=NO_PAGE)
    for person in (make.officer(Role.PROVINCE_OFFICER), make.founder(body.organisation)):
        with pytest.raises(NotAllowed):
            begin_term(body, sector="service", starts_on=date(2026, 3, 2), reason="x", actor=person, shown=NO_PAGE)
    event = AuditEvent.objects.filter(action="certification_body.end_term").latest("pk")
    assert (event.reason, event.data["ends_on"]) == ("批准书缩项", "2026-03-01")


def test_two_windows_end_a_term_once(pair, clock):
    clock.set("2026-03-02")
    body = make.body()
    shown = stamp(term_facts(body))
    end_term(scope(body), ends_on=date(2026, 3, 9), reason="批准书缩项", actor=pair[0], shown=shown)
    with pytest.raises(Changed, match="制造"):
        end_term(
            body.terms.get(sector="manufacturing"), ends_on=date(2026, 4, 9), reason="x", actor=pair[1], shown=shown
        )
    assert body.terms.get(sector="manufacturing").ends_on == date(2026, 3, 9)


def test_pages_say_what_follows_and_refuse_at_the_field(pair, clock):
    clock.set("2026-03-02")
    body = make.body()
    client = Client()
    client.force_login(pair[0])
    assert str(body) in client.get("/console/bodies/").content.decode()
    address = f"/console/bodies/{body.pk}/terms/{scope(body).pk}/end/"
    page = client.get(address)
    assert "0 个授权须在期限内更换证书" in page.content.decode()
    wrong = client.post(address, {**hidden(page), "ends_on": "", "reason": "批准书缩项"})
    assert (wrong.status_code, "批准书缩项" in wrong.content.decode()) == (422, True)
    done = client.post(address, {**hidden(page), "ends_on": "2026-03-01", "reason": "批准书缩项"})
    assert done.url == f"/console/bodies/{body.pk}/"
    assert "终止：批准书缩项" in client.get(done.url).content.decode()
    stale = client.post(f"/console/bodies/{body.pk}/begin/", {**hidden(page), "starts_on": "2026-04-01", "reason": "x"})
    assert stale.status_code == 409


@pytest.fixture
def left(issued, pair, clock):
    """A mark whose body has left the alliance."""
    authorization = issued()
    clock.set("2026-06-01")
    term = membership(authorization.certificate.body)
    end_term(term, ends_on=date(2026, 5, 31), reason="退出联盟", actor=pair[0], shown=NO_PAGE)
    authorization.refresh_from_db()
    return authorization


def told_to(key):
    return set(InboxMessage.objects.filter(key=key).values_list("user", flat=True))


def new_certificate(authorization, **fields):
    other = CertificationBody.objects.filter(organisation__name="新认证公司").first() or make.body("新认证公司")
    return make.certificate(other, fits=authorization.product, **fields)


def accept(replacement, pair):
    seen = Authorization.objects.get(pk=replacement.authorization_id).revision
    proposal = propose(replacement.authorization, Act.REPLACE, user=pair[0], seen=seen, reason="核对一致",
                       replacement=replacement)  # fmt: skip
    return confirm(proposal, user=pair[1], seen=seen, shown=NO_PAGE)


def test_a_body_that_leaves_asks_for_a_new_certificate_at_once(left, pair):
    replacement = left.replacements.get()
    assert (left.state, replacement.state, replacement.cause) == ("active", "open", Cause.BODY_LEFT)
    assert replacement.due_on == add_working_days(date(2026, 6, 1), 30).date
    assert InboxMessage.objects.get(key="replacement_asked").organisation == left.enterprise.organisation
    assert told_to("replacement_opened") >= {person.pk for person in pair}


def test_a_new_certificate_that_is_asked_for_waits_on_the_holders_home(left):
    client = Client()
    client.force_login(left.application.created_by)
    home = client.get("/portal/").content.decode()
    assert "认证机构不再具备联盟资格，请更换质量认证证书。最迟" in home
    assert f"/portal/replacements/{left.replacements.get().pk}/" in home


def test_a_scope_lost_touches_only_marks_of_that_scope(issued, pair, clock):
    authorization = issued()
    clock.set("2026-06-01")
    body = authorization.certificate.body
    end_term(scope(body, "service"), ends_on=date(2026, 5, 31), reason="缩项", actor=pair[0], shown=NO_PAGE)
    assert not authorization.replacements.exists()
    end_term(scope(body), ends_on=date(2026, 5, 31), reason="缩项", actor=pair[0], shown=NO_PAGE)
    assert authorization.replacements.get().state == "open"


def test_a_term_that_comes_to_its_last_day_is_followed_by_the_clock(issued, pair, clock):
    authorization = issued()
    body = authorization.certificate.body
    end_term(membership(body), ends_on=date(2026, 6, 30), reason="退出联盟", actor=pair[0], shown=NO_PAGE)
    clock.set("2026-06-30")
    assert follow_bodies(the_clock.today()) == 0
    clock.set("2026-07-01")
    assert (follow_bodies(the_clock.today()), follow_bodies(the_clock.today())) == (1, 0)
    assert authorization.replacements.count() == 1


def test_a_case_under_review_stands_still_when_its_body_leaves(reference, pair, clock):
    clock.set("2026-03-02")
    people = make.staff()
    application = make.advance_to(make.filed(), "document_review", people, clock)
    body = application.certificate_claim.certificate.body
    end_term(membership(body), ends_on=date(2026, 3, 1), reason="退出联盟", actor=pair[0], shown=NO_PAGE)
    application.refresh_from_db()
    assert any("联盟成员" in sentence for sentence in application.rule("pass_stage").problems(application))
    assert list(broken(the_clock.today())) == [application]
    assert "联盟成员" in InboxMessage.objects.get(key="case_ground_lost").body
    assert tell_of_lost(the_clock.today()) == 1
    assert InboxMessage.objects.filter(key="case_ground_lost").count() == 1


def test_a_new_certificate_is_put_in_place_by_two_people(left, pair):
    replacement = left.replacements.get()
    fresh = new_certificate(left)
    offer(replacement, fresh, user=left.application.created_by)
    assert told_to("replacement_offered") >= {person.pk for person in pair}
    replacement.refresh_from_db()
    accept(replacement, pair)
    left.refresh_from_db()
    replacement.refresh_from_db()
    assert (left.certificate, left.state, replacement.state) == (fresh, "active", "met")
    assert left.facts["certificate"][0]["value"] == fresh.number
    assert InboxMessage.objects.filter(key="replacement_met").count() == 1
    run_due()
    letter = CasePaper.objects.get(kind="certificate_replaced").paper.data
    assert ["新证书", f"{fresh.number}（{fresh.body}）"] in [list(row) for row in letter["subject"]]


def test_a_mark_ends_no_later_than_its_new_certificate(left, pair):
    replacement = left.replacements.get()
    last = the_clock.today() + timedelta(days=100)
    offer(replacement, new_certificate(left, valid_until=last), user=left.application.created_by)
    replacement.refresh_from_db()
    accept(replacement, pair)
    left.refresh_from_db()
    assert left.ends_on == last


def test_a_certificate_that_does_not_fit_is_refused_with_reasons(left, pair):
    replacement = left.replacements.get()
    owner = left.application.created_by
    with pytest.raises(NotPossible, match="原证书"):
        offer(replacement, left.certificate, user=owner)
    with pytest.raises(NotPossible, match="不一致"):
        offer(replacement, new_certificate(left, product_name="实木家具"), user=owner)
    with pytest.raises(NotPossible, match="证书持有人与授权持有人不是同一主体"):
        offer(replacement, new_certificate(left, holder_uscc="91510700TFMP06064Y"), user=owner)
    with pytest.raises(NotPossible, match="认证领域与授权产品的领域不一致"):
        offer(replacement, new_certificate(left, sector="service"), user=owner)
    with pytest.raises(NotAllowed):
        offer(replacement, new_certificate(left), user=make.founder(make.enterprise("别家").organisation))


def test_a_certificate_handed_back_leaves_the_time_running(left, pair):
    replacement = left.replacements.get()
    offer(replacement, new_certificate(left), user=left.application.created_by)
    replacement.refresh_from_db()
    hand_back(replacement, user=pair[0], reason="范围不含授权的型号")
    replacement.refresh_from_db()
    assert (replacement.offered, replacement.state) == (None, "open")
    assert "范围不含授权的型号" in InboxMessage.objects.get(key="replacement_refused").body


def test_the_holder_takes_a_certificate_back_until_it_is_proposed(left, pair):
    replacement, owner = left.replacements.get(), left.application.created_by
    first, second = new_certificate(left), new_certificate(left)
    offer(replacement, first, user=owner)
    page = reverse("portal:replacement", args=[replacement.pk])
    client = Client()
    client.force_login(owner)
    done = client.post(page, {"act": "take_back"}, follow=True).content.decode()
    assert ("新证书已撤回，请在更换期限内另选一张提交。" in done, first.number in done) == (True, True)
    replacement.refresh_from_db()
    assert (replacement.offered, replacement.state) == (None, "open")
    with pytest.raises(NotPossible, match="没有等待核对的新证书"):
        take_back(replacement, user=owner)
    offer(replacement, second, user=owner)
    replacement.refresh_from_db()
    left.refresh_from_db()
    propose(left, Act.REPLACE, user=pair[0], seen=left.revision, reason="核对无误", replacement=replacement)
    with pytest.raises(NotPossible, match="运营机构已提出更换，正在复核，不能撤回。"):
        take_back(replacement, user=owner)
    with pytest.raises(NotAllowed, match="您只有查看权限。需要撤回的，请联系企业管理员。"):
        take_back(replacement, user=make.member(left.enterprise.organisation))


def test_when_the_time_is_over_the_mark_is_suspended_and_never_withdrawn_by_itself(left, pair, clock):
    replacement = left.replacements.get()
    clock.set(replacement.due_on)
    assert pass_over_late(the_clock.today()) == 0
    with pytest.raises(NotPossible, match="更换期限未满"):
        advance(replacement, "pass_over", actor=SYSTEM, seen=replacement.revision)
    clock.set(replacement.due_on + timedelta(days=1))
    assert (pass_over_late(the_clock.today()), pass_over_late(the_clock.today())) == (1, 0)
    left.refresh_from_db()
    replacement.refresh_from_db()
    assert (left.state, replacement.state) == ("suspended", "over")
    assert left.suspensions.get().cause == Cause.BODY_LEFT
    assert Act.WITHDRAW in possible_acts(left)
    assert told_to("replacement_over") >= {person.pk for person in pair}
    assert InboxMessage.objects.get(key="replacement_passed").organisation == left.enterprise.organisation
    offer(replacement, new_certificate(left), user=left.application.created_by)
    replacement.refresh_from_db()
    accept(replacement, pair)
    left.refresh_from_db()
    assert (left.state, left.suspensions.filter(lifted_at=None).exists()) == ("active", False)


def test_an_offer_that_waits_for_the_operator_does_not_run_out(left, clock):
    replacement = left.replacements.get()
    offer(replacement, new_certificate(left), user=left.application.created_by)
    clock.set(replacement.due_on + timedelta(days=9))
    assert pass_over_late(the_clock.today()) == 0


def test_a_body_that_is_back_closes_what_its_leaving_opened(left, pair, clock):
    replacement = left.replacements.get()
    clock.set(replacement.due_on + timedelta(days=1))
    pass_over_late(the_clock.today())
    begin_term(
        left.certificate.body, sector="", starts_on=the_clock.today(), reason="重新加入", actor=pair[0], shown=NO_PAGE
    )
    left.refresh_from_db()
    replacement.refresh_from_db()
    assert (left.state, replacement.state) == ("active", "closed")


@pytest.mark.parametrize("act", ["withdraw", "cancel"])
def test_a_certificate_ended_for_good_asks_for_a_new_one(issued, pair, act):
    authorization = issued()
    make.ended(authorization.certificate, act)
    authorization.refresh_from_db()
    replacement = authorization.replacements.get()
    assert (authorization.state, replacement.cause) == ("suspended", Cause.CERTIFICATE_ENDED)
    offer(replacement, new_certificate(authorization), user=authorization.application.created_by)
    replacement.refresh_from_db()
    assert accept(replacement, pair).state == "active"


def test_a_mark_that_has_ended_needs_no_new_certificate(left, pair):
    seen = left.revision
    proposal = propose(left, Act.CANCEL, user=pair[0], seen=seen, reason="企业申请注销")
    confirm(proposal, user=pair[1], seen=seen, shown=NO_PAGE)
    assert left.replacements.get().state == "closed"


def test_pages_lead_the_holder_and_two_people_to_the_new_certificate(left, pair):
    replacement, fresh = left.replacements.get(), new_certificate(left)
    owner, first, second = Client(), Client(), Client()
    for client, person in ((owner, left.application.created_by), (first, pair[0]), (second, pair[1])):
        client.force_login(person)
    mine = f"/portal/replacements/{replacement.pk}/"
    assert mine in owner.get(f"/portal/authorizations/{left.pk}/").content.decode()
    assert owner.post(mine, {}).status_code == 422
    assert owner.post(mine, {"certificate": fresh.pk}).status_code == 302
    page = f"/console/replacements/{replacement.pk}/"
    assert page in first.get("/console/replacements/").content.decode()
    form = first.get(page)
    assert fresh.number in form.content.decode()
    assert first.post(page, {**hidden(form), "act": "accept", "reason": "核对一致"}).status_code == 302
    proposal = replacement.endorsements.get()
    confirm_page = second.get(page)
    second.post(
        f"/console/authorizations/{left.pk}/proposals/{proposal.pk}/", {**hidden(confirm_page), "act": "confirm"}
    )
    assert Authorization.objects.get(pk=left.pk).certificate == fresh
    assert BodyTerm.objects.count() == 10
