"""The same thing entered twice at the same moment: one is kept, the other gets a sentence, nobody gets an error page."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from applications.models import Batch, Industry, Product
from tests import make
from tests.pages import hidden
from tests.threads import together
from tianfu.accounts.models import GrantProposal, User
from tianfu.accounts.roles import Role
from tianfu.site.answers.refusals import RefusalMiddleware
from tianfu.workflow.once import new_key


def refusal_of(error):
    return RefusalMiddleware(lambda request: None).process_exception(RequestFactory().post("/portal/"), error)


def violation(act):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        act()
    return caught.value


def test_what_only_the_database_refused_is_said_in_words(reference):
    row = make.batch()
    answer = refusal_of(violation(lambda: make.batch(row.name)))
    assert answer.status_code == 409
    assert f"“{Batch._meta.verbose_name}”里刚刚已有相同的内容" in answer.content.decode()


def test_a_fault_of_our_own_stays_a_fault(reference):
    row = make.batch()
    error = violation(lambda: Batch.objects.filter(pk=row.pk).update(name=None))
    assert refusal_of(error) is None


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_identical_products_at_once_are_one_product_and_one_sentence():
    call_command("seed_reference", verbosity=0)
    owner = make.enterprise()
    person = make.member(owner.organisation, edit=True)
    form = {"name": "衣柜", "models_text": "", "sector": "manufacturing", "industry": Industry.objects.get(key="m6-03").pk,
            "region": "510100", "standard_number": "Q/DEMO 1—2026", "standard_title": "衣柜"}  # fmt: skip

    def post(number):
        client = Client(raise_request_exception=False)
        client.force_login(person)
        return client.post(reverse("portal:product_new"), {**form, "once": new_key()}).status_code

    assert sorted(together(4, post)) == [302, 422, 422, 422]
    assert Product.objects.filter(name="衣柜").count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("administrators", [1, 3])
def test_officers_made_at_one_address_at_once_are_one_account_and_a_sentence_at_the_field(administrators):
    call_command("seed_reference", verbosity=0)
    url = reverse("admin:accounts_user_create")
    people = [make.officer(Role.SYSTEM_ADMIN) for _ in range(administrators)]
    make.officer(Role.SYSTEM_ADMIN)  # who could confirm the role
    clients = [Client(raise_request_exception=False) for _ in range(3)]
    forms = []
    for number, client in enumerate(clients):
        client.force_login(people[number % administrators])
        forms.append(hidden(client.get(url)))
    typed = {"email": "new@example.test", "name": "新人", "role": Role.AUDITOR.value, "region": "", "reason": "到任",
             "password_or_code": make.PASSWORD}  # fmt: skip
    answers = together(3, lambda number: clients[number].post(url, forms[number] | typed))
    assert sorted(answer.status_code for answer in answers) == [302, 422, 422]
    refused = [answer.content.decode() for answer in answers if answer.status_code == 422]
    assert [("这个电子邮箱已被使用" in page, "到任" in page) for page in refused] == [(True, True)] * 2
    account = User.objects.get(email="new@example.test")
    wanted = GrantProposal.objects.filter(user=account).values_list("role", flat=True)
    assert (account.roles, list(wanted), account.created_by in people) == (frozenset(), [Role.AUDITOR], True)
