"""Whoever inspects a mark reads how its use was registered, and may open the pictures."""

import pytest
from django.urls import reverse

from certification.duties.usages.acts import approve
from supervision.inspections.models import InspectionTask
from supervision.inspections.records.usages import usages_of
from tests import make as people_make
from tests.certification.duties.usages.make import picture, usage
from tests.supervision.inspections import make
from tianfu.accounts.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(clock, reference):
    """The drawn check of a mark with two usages, one accepted."""
    clock.set("2026-03-02")
    mark = make.mark(clock)
    row = usage(mark, uploads=[picture("正面.png")])
    row = approve(row, user=people_make.officer(Role.OPERATOR_OFFICER), seen=0)
    usage(mark, place="尚未同意的地点")
    plan = make.drawn(make.people(), clock)
    return make.of_mark(make.first(plan), mark), row


def test_the_team_reads_what_was_accepted_and_opens_the_pictures(client, scene):
    task, row = scene
    client.force_login(make.inspector_of(task))
    text = client.get(reverse("console:inspection", args=[task.pk])).content.decode()
    for word in ("标识使用登记", row.number, row.place, "正面.png"):
        assert word in text
    assert "尚未同意的地点" not in text
    file = row.pictures.get().file
    assert client.get(file.get_absolute_url() + "?inline=1").status_code == 200


def test_an_inspector_of_another_team_opens_no_picture(client, scene):
    _, row = scene
    client.force_login(people_make.officer(Role.INSPECTOR))
    file = row.pictures.get().file
    assert client.get(file.get_absolute_url()).status_code == 404


def test_a_check_of_one_usage_shows_that_one_whatever_became_of_it(scene):
    task, row = scene
    waiting = row.authorization.usages.get(state="registered")
    task.object.usage = waiting
    assert [one["row"] for one in usages_of(task.object)] == [waiting]
    task.object.usage = None
    assert [one["row"] for one in usages_of(task.object)] == [row]


def test_an_object_without_a_mark_has_none(scene, django_assert_num_queries):
    task, _ = scene
    other = InspectionTask.objects.exclude(pk=task.pk)[0].object
    with django_assert_num_queries(0):
        assert usages_of(other) == []
