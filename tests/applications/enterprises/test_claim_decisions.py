"""An officer decides a claim from a page that says what follows, on exactly what he compared with the licence."""

import pytest
from django.urls import reverse

from applications.enterprises.claims.acts import decide_claim
from applications.models import Enterprise, EnterpriseClaim
from tests import make
from tests.pages import confirmed, hidden
from tianfu.accounts.models import Organisation
from tianfu.accounts.roles import Role
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def claim(client, reference):
    owner = make.enterprise(verified=False)
    row = EnterpriseClaim.objects.create(
        enterprise=owner,
        user=make.founder(owner.organisation),
        licence=make.stored_file(purpose="licence"),
        claimed_at=owner.organisation.created_at,
    )
    client.force_login(make.officer(Role.PREFECTURE_OFFICER, "510100"))
    return row


def page_of(claim):
    return reverse("console:claim", args=[claim.pk])


def test_approving_asks_once_more_with_what_was_compared_and_what_follows(client, claim):
    url = page_of(claim)
    page, answer = confirmed(client, url, {**hidden(client.get(url)), "act": "approve"})
    for words in (
        claim.enterprise.organisation.name,
        claim.enterprise.uscc,
        claim.user.email,
        "可以提交申报",
        "不能撤回",
        "确认核验通过",
    ):
        assert words in page
    claim.refresh_from_db()
    assert (answer.status_code, claim.status) == (302, "approved")


def test_refusing_asks_once_more_and_carries_the_reason(client, claim):
    url = page_of(claim)
    form = {**hidden(client.get(url)), "act": "refuse"}
    empty = client.post(url, {**form, "reason": " "})
    assert (empty.status_code, "请写明不予通过的理由" in empty.content.decode()) == (422, True)
    page, answer = confirmed(client, url, {**form, "reason": "执照照片不清楚"})
    assert ("执照照片不清楚" in page, "对方可以补齐材料后重新认领" in page) == (True, True)
    claim.refresh_from_db()
    assert (answer.status_code, claim.status, claim.reason) == (302, "refused", "执照照片不清楚")


@pytest.mark.parametrize(
    "change",
    [{"confirmed": "1"}, {"confirmed": ""}, {"act": "refuse", "reason": "x"}],
    ids=["made up", "empty", "another act"],
)
def test_nothing_is_decided_but_from_its_confirm_page(client, claim, change):
    url = page_of(claim)
    asked = client.post(url, {**hidden(client.get(url)), "act": "approve"})
    assert client.post(url, {**hidden(asked), **change}).status_code == 200
    claim.refresh_from_db()
    assert claim.status == "pending"


@pytest.mark.parametrize("when", ["before the confirm page", "after it"])
def test_a_claim_renamed_after_the_reading_is_not_decided(client, claim, when):
    url = page_of(claim)
    form = {**hidden(client.get(url)), "act": "approve"}
    if when == "after it":
        form = hidden(client.post(url, form))
    Organisation.objects.filter(pk=claim.enterprise.organisation_id).update(name="别的企业有限公司")
    refused = client.post(url, form)
    assert (refused.status_code, "别的企业有限公司" in refused.content.decode()) == (409, True)
    assert Enterprise.objects.get().verified_at is None


@pytest.mark.parametrize(
    "form", [{"reason": ""}, {"act": "approve"}, {"act": "no such act"}], ids=["nothing", "unread", "unknown"]
)
def test_a_decision_that_read_nothing_or_says_nothing_is_refused(client, claim, form):
    assert client.post(page_of(claim), form).status_code in (409, 422)
    claim.refresh_from_db()
    assert claim.status == "pending"


def test_a_claim_is_decided_once_and_in_its_own_city_whoever_calls(claim):
    elsewhere = make.officer(Role.PREFECTURE_OFFICER, "510700")
    with pytest.raises(NotAllowed, match="由登记地市（州）经办人核验"):
        decide_claim(claim, user=elsewhere, approve=True, shown=NO_PAGE)
    officer = make.officer(Role.PREFECTURE_OFFICER, "510100")
    decide_claim(claim, user=officer, approve=True, shown=NO_PAGE)
    with pytest.raises(NotPossible, match=f"该认领已由 {officer} 办结"):
        decide_claim(claim, user=officer, approve=False, reason="执照不清楚", shown=NO_PAGE)
    claim.refresh_from_db()
    assert claim.status == "approved"
