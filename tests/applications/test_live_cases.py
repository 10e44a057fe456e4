"""One live case per product and programme, over all batches, in the database too."""

import importlib

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from applications.cases.filings.submission import submit
from applications.form.start import open_application
from applications.models import Application
from tests import make
from tests.threads import together
from tianfu.workflow.door import NotPossible, advance
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
CONSTRAINT = "one_live_application_per_product_and_programme"


def test_second_live_case_of_a_product_is_refused_in_another_batch(reference):
    first = make.filed()
    with pytest.raises(NotPossible, match="已有一份在办申报"):
        open_application(
            user=first.created_by, product=first.product, batch=make.batch("2026 年第二批"), route=first.route
        )
    advance(first, "retract", actor=first.created_by, seen=first.revision)
    again = open_application(
        user=first.created_by, product=first.product, batch=make.batch("2026 年第三批"), route=first.route
    )
    assert again.programme == first.programme


def copied(application, batch):
    """A second live case as an earlier version of the platform let it arise."""
    row = Application.objects.get(pk=application.pk)
    row.pk, row.batch, row.number = None, batch, f"{application.number or 'X'}-2"
    row._state.adding = True
    row.save()
    return row


def test_database_refuses_what_the_function_overlooks(reference):
    first = make.filed()
    with pytest.raises(IntegrityError, match=CONSTRAINT), transaction.atomic():
        copied(first, make.batch("2026 年第二批"))


def test_cases_doubled_before_the_rule_survive_its_migration_marked(reference):
    first = make.filed()
    with connection.cursor() as cursor:
        cursor.execute(f"drop index {CONSTRAINT}")
    second = copied(first, make.batch("2026 年第二批"))
    importlib.import_module("applications.migrations.0012_one_live_application_per_product").fill(apps, None)
    kept = Application.objects.order_by("pk").values_list("pk", "doubled", "state")
    assert list(kept) == [(first.pk, False, "completeness_check"), (second.pk, True, "completeness_check")]


def test_draft_from_before_the_rule_is_filed_only_when_the_other_case_has_ended(reference):
    first, draft = None, make.draft()
    with connection.cursor() as cursor:
        cursor.execute(f"drop index {CONSTRAINT}")
    Application.objects.filter(pk=draft.pk).update(doubled=True, batch=make.batch("2026 年第二批"))
    draft.refresh_from_db()
    first = make.filed(item=make.product(draft.enterprise, "衣柜"), person=draft.created_by)
    Application.objects.filter(pk=first.pk).update(product=draft.product, batch=make.batch("2026 年第三批"))
    with pytest.raises(NotPossible, match="另有在办申报"):
        submit(draft, user=draft.created_by, seen=draft.revision, shown=NO_PAGE)
    first.refresh_from_db()
    advance(first, "retract", actor=first.created_by, seen=first.revision)
    moved = submit(draft, user=draft.created_by, seen=draft.revision, shown=NO_PAGE)
    assert (moved.state, moved.doubled) == ("completeness_check", False)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_windows_that_open_the_product_in_two_batches_open_one_case(transactional_db):
    call_command("seed_reference", verbosity=0)
    item = make.product(make.enterprise())
    person = make.member(item.enterprise.organisation, edit=True)
    calls = [make.batch("2026 年第一批"), make.batch("2026 年第二批")]
    route = "self_declaration"
    results = together(2, lambda n: open_application(user=person, product=item, batch=calls[n], route=route))
    assert sorted(type(row).__name__ for row in results) == ["Application", "NotPossible"]
    assert Application.objects.count() == 1
