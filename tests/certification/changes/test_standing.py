"""Changes, successions and marks given back, where the operator looks for what waits and in the timeline of the mark."""

from datetime import date

import pytest
from django.urls import reverse

from certification.authorizations.standing.needs import NEEDS
from certification.authorizations.standing.timeline import holders_timeline, operators_timeline
from certification.changes.cancellations.acts import ask_cancellation, hand_back, take_back
from certification.changes.requests.acts import retract
from certification.changes.successions.acts import ask_succession, confirm_succession
from certification.changes.successions.decisions import confirm, propose
from certification.models import Authorization
from tests import make
from tests.certification.duties.usages.make import usage
from tianfu.demo.routes import Route
from tianfu.workflow import clock as the_clock
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def declared(issued):
    return issued(Route.SELF_DECLARATION)


def found(key):
    rows = NEEDS[key].found(Authorization.objects.all(), the_clock.today()).distinct()
    return [(row.pk, row.need_due) for row in rows]


def dated(key, day):
    first = day.replace(day=1)
    last = (date(first.year + first.month // 12, first.month % 12 + 1, 1)).toordinal() - 1
    rows = NEEDS[key].dated(Authorization.objects.all(), first, date.fromordinal(last)).distinct()
    return [(row.pk, row.need_due) for row in rows]


def words(mark):
    return [(row["what"], row["who"]) for row in holders_timeline(mark, the_clock.today())]


def test_what_is_given_back_waits_until_it_is_taken_or_handed_back(declared, pair, signed_in):
    person = declared.application.created_by
    asked = {"reason": "wish", "text": "不再需要", "proof": make.PASSWORD, "shown": NO_PAGE}
    assert found("cancellation") == []
    first = ask_cancellation(declared, user=person, **asked)
    assert found("cancellation") == dated("cancellation", first.due_on) == [(declared.pk, first.due_on)]
    month = signed_in(pair[0]).get(reverse("console:overview_calendar"), {"month": first.due_on.isoformat()[:7]})
    assert ("注销待办理" in month.content.decode(), declared.product_name in month.content.decode()) == (True, True)
    take_back(first, user=person)
    assert found("cancellation") == []
    hand_back(ask_cancellation(declared, user=person, **asked), user=pair[0], reason="检查尚未办结")
    assert found("cancellation") == []
    assert words(declared)[:4] == [
        ("退回注销申请", "运营机构"),
        ("申请注销", "持有人"),
        ("撤回注销申请", "持有人"),
        ("申请注销", "持有人"),
    ]


def test_a_succession_waits_for_the_operator_once_the_successor_has_confirmed(declared, pair, signed_in):
    firm = make.enterprise("合并后家居集团有限公司")
    signer, holder = make.member(firm.organisation, edit=True, sign=True), declared.application.created_by
    row = ask_succession(
        declared, user=holder, way="merger", uscc=firm.uscc, text="吸收合并。", uploads=[make.pdf()],
        proof=make.PASSWORD, shown=NO_PAGE,
    )  # fmt: skip
    assert found("succession") == []
    row = confirm_succession(row, user=signer, seen=0, proof=make.PASSWORD, shown=NO_PAGE)
    assert found("succession") == dated("succession", row.due_on) == [(declared.pk, row.due_on)]
    page = signed_in(pair[0]).get(reverse("console:overview"), {"need": "succession"}).content.decode()
    assert ("继受待办理 1" in page, declared.number in page) == (True, True)
    proposal = propose(row, "refuse", user=pair[0], seen=row.revision, reason="材料不足")
    confirm(proposal, user=pair[1], seen=row.revision, shown=NO_PAGE)
    assert found("succession") == []
    assert words(declared)[:3] == [
        ("不予继受", "运营机构"),
        ("确认继受", "继受企业"),
        ("申请由合并后家居集团有限公司继受（企业合并）", "持有人"),
    ]
    inside = operators_timeline(declared)[0]
    assert (inside["who"], inside["note"], inside["url"]) == (
        str(pair[1]),
        "材料不足",
        reverse("console:succession", args=[row.pk]),
    )


def test_changes_and_usages_wait_in_lists_of_their_own(declared, ask):
    asked, row = ask(declared, models_text="E-100、E-200"), usage(declared)
    assert found("change") == dated("change", asked.due_on) == [(declared.pk, asked.due_on)]
    assert found("usage") == dated("usage", row.due_on) == [(declared.pk, row.due_on)]
    retract(asked, user=declared.application.created_by, seen=0)
    assert found("change") == []
    assert words(declared)[:1] == [("撤回变更申请（型号规格）", "持有人")]


def test_what_cannot_be_asked_for_now_is_said_before_anybody_fills_in_a_form(declared, ask, signed_in):
    """While a change is open neither a succession nor a cancellation may be asked for; what was typed is given back."""
    client = signed_in(declared.application.created_by)
    pages = [reverse(f"portal:{name}", args=[declared.pk]) for name in ("succession_new", "cancellation_new")]
    free = [client.get(page).content.decode() for page in pages]
    assert ["<textarea" in page and "notice wait" not in page for page in free] == [True, True]
    ask(declared, certificate=None, models_text="E-100、E-900")
    barred = [client.get(page).content.decode() for page in pages]
    assert ["notice wait" in page for page in barred] == [True, True]
    assert ["<textarea" in page for page in barred] == [False, False]
    back = client.post(pages[0], {"text": "吸收合并，打了很长一段。"})
    assert (back.status_code, "吸收合并，打了很长一段。" in back.content.decode()) == (422, True)
