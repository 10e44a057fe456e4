"""Who left an enterprise or a body, or only asks to join, sees nothing of it any more."""

import pytest

from applications.models import Application
from certification.authorizations.states import Cause
from certification.models import Authorization, QualityCertificate, Restoration
from tests import make
from tests.door.cast import members
from tianfu.workflow import clock as the_clock

pytestmark = pytest.mark.django_db


def test_only_active_members_see_cases_marks_answers_and_certificates(reference, clock):
    clock.set("2026-03-02")
    mark = make.authorization(clock_fixture=clock)
    now = the_clock.now()
    cause = mark.suspensions.create(cause=Cause.MISUSE, reason="改色", since=now)
    Restoration.objects.create(
        authorization=mark, suspension=cause, kind="request", text="已改", filed_by=mark.application.created_by,
        filed_at=now, due_on=the_clock.today(),
    )  # fmt: skip
    holder = members("holder", mark.enterprise.organisation)
    body = members("body", mark.certificate.body.organisation)
    for model, people in (
        (Application, holder), (Authorization, holder), (Restoration, holder), (QualityCertificate, body),
    ):  # fmt: skip
        seen = {key.partition(".")[2]: model.objects.visible_to(person).count() for key, person in people.items()}
        assert seen == {"edit": 1, "sign": 1, "manage": 1, "view": 1, "left": 0, "asks": 0}, model
