"""Four eyes stand in the database: the second person is another one, once a round."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from tests.workflow.make import beijing, person
from tianfu.workflow.models import Endorsement

AT = beijing("2026-11-22 10:00")


@pytest.fixture
def sample(db) -> Iterator[type[Endorsement]]:
    """A concrete endorsement of a person, in a table of its own, gone after the test."""

    class SampleEndorsement(Endorsement):
        subject = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

        class Meta(Endorsement.Meta):
            app_label = "workflow"

    with connection.schema_editor() as editor:
        editor.create_model(SampleEndorsement)
    yield SampleEndorsement
    del apps.all_models["workflow"]["sampleendorsement"]
    apps.clear_cache()


@pytest.fixture
def first(sample):
    officer = person("张三")
    return sample.objects.create(subject=officer, act="approval", outcome="pass", first_by=officer, first_at=AT)


def test_second_person_completes_it(first):
    assert first.complete is False
    first.second_by, first.second_at = person("李四"), AT
    first.save()
    assert first.complete is True


def refused(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()
    return True


def test_same_person_twice_is_refused_by_the_database(sample, first):
    assert refused(lambda: sample.objects.filter(pk=first.pk).update(second_by=first.first_by, second_at=AT))
    first.refresh_from_db()
    assert first.complete is False


def test_second_person_without_a_time_is_refused(sample, first):
    other = person("李四")
    assert refused(lambda: sample.objects.filter(pk=first.pk).update(second_by=other))
    assert refused(lambda: sample.objects.filter(pk=first.pk).update(second_at=AT))


def test_one_act_on_one_subject_once_a_round(sample, first):
    again = {"subject": first.subject, "act": "approval", "outcome": "pass", "first_by": person("王五"), "first_at": AT}
    assert refused(lambda: sample.objects.create(**again))
    assert sample.objects.create(**again, round=2).round == 2


def test_one_proposal_stands_on_one_subject_in_a_round(sample, first):
    other = {"subject": first.subject, "act": "suspend", "outcome": "pass", "first_by": person("王五"), "first_at": AT}
    assert refused(lambda: sample.objects.create(**other))
    first.take_back(person("李四"))
    assert sample.objects.create(**other).standing


def test_proposal_taken_back_keeps_its_row_with_who_took_it_back(sample, first):
    other = person("李四")
    first.take_back(other, "写错了原因")
    kept = sample.objects.get(pk=first.pk)
    assert (kept.first_by, kept.withdrawn_by, kept.withdrawn_note) == (first.first_by, other, "写错了原因")
    assert (kept.standing, list(sample.objects.standing())) == (False, [])


def test_next_proposal_of_the_round_stands_beside_the_one_taken_back(sample, first):
    first.take_back(person("李四"))
    again = sample.objects.create(
        subject=first.subject, act="approval", outcome="pass", first_by=person("王五"), first_at=AT
    )
    assert list(sample.objects.standing()) == [again]


def test_proposal_taken_back_is_not_confirmed_even_by_the_database(sample, first):
    first.take_back(person("李四"))
    assert refused(lambda: sample.objects.filter(pk=first.pk).update(second_by=person("王五"), second_at=AT))
    assert refused(lambda: sample.objects.filter(pk=first.pk).update(withdrawn_by=None))
