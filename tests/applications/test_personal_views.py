"""Looking at personal data is recorded as the privacy notice promises, and the auditor reads who looked at what."""

import pytest
from django.urls import reverse

from applications.enterprises.claims.acts import claim_enterprise
from applications.review.stages.public_notice.objections.acts import record_objection
from tests import make
from tianfu.accounts.models import Region
from tianfu.accounts.roles import Role
from tianfu.files import readers
from tianfu.ledger.models import AuditEvent

pytestmark = pytest.mark.django_db


def views():
    rows = AuditEvent.objects.filter(action="personal.viewed").order_by("pk")
    return [(row.actor_id, row.subject_type, row.subject_id, row.data["fields"]) for row in rows]


@pytest.fixture
def filed(reference, clock):
    clock.set("2026-03-02")
    return make.filed()


def test_opening_a_case_a_claim_or_a_person_is_recorded_with_the_fields_and_not_their_content(client, filed):
    officer = make.officer(Role.PREFECTURE_OFFICER, "510100")
    claimant = make.user()
    bound = claim_enterprise(
        user=claimant,
        code=make.CODES[3],
        name="乙厂",
        region=Region.objects.get(pk="510100"),
        licence=make.pdf("执照.pdf"),
    )
    client.force_login(officer)
    assert client.get(reverse("console:review", args=[filed.pk])).status_code == 200
    assert client.get(reverse("console:claim", args=[bound.claim.pk])).status_code == 200
    assert views() == [
        (
            officer.pk, "applications.application", str(filed.pk),
            ["contact_email", "contact_name", "contact_phone", "legal_representative"],
        ),
        (officer.pk, "applications.enterprise", str(bound.enterprise.pk), ["claimant", "licence"]),
    ]  # fmt: skip
    assert "028-00001234" not in str(list(AuditEvent.objects.values_list("data", flat=True)))


def test_the_list_and_the_page_of_people_are_recorded_for_administrator_and_auditor(client, filed):
    person = filed.created_by
    for role in (Role.SYSTEM_ADMIN, Role.AUDITOR):
        reader = make.officer(role)
        client.force_login(reader)
        assert client.get("/console/accounts/user/").status_code == 200
        assert client.get(f"/console/accounts/user/{person.pk}/change/").status_code == 200
        assert views()[-2:] == [
            (reader.pk, "", "", ["email", "name"]),
            (reader.pk, "accounts.user", str(person.pk), ["email", "name", "phone"]),
        ]


def test_who_is_refused_leaves_no_view(client, filed):
    client.force_login(make.officer(Role.PREFECTURE_OFFICER, "510300"))
    assert client.get(reverse("console:review", args=[filed.pk])).status_code == 404
    assert client.get("/console/accounts/user/").status_code == 403
    assert views() == []


def test_an_objector_is_viewed_by_the_desk_that_is_shown_the_name_and_by_no_other(client, clock, filed):
    people = make.staff()
    case = make.advance_to(filed, "public_notice", people, clock)
    row = record_objection(
        case, user=people["operator"], source="letter", objector="丁某某", contact="028-00009999", text="样品是外购的。"
    )
    for desk in ("province", "operator"):
        client.force_login(people[desk])
        assert client.get(reverse("console:objection", args=[case.pk, row.pk])).status_code == 200
    assert views() == [(people["operator"].pk, "applications.objection", str(row.pk), ["contact", "objector"])]


def test_every_file_that_is_not_public_leaves_an_event_when_it_is_handed_out(client, filed):
    assert [key for key, entry in readers.PURPOSES.items() if not entry.public and not entry.recorded] == []
    file = filed.evidence.first().file
    client.force_login(make.officer(Role.PREFECTURE_OFFICER, "510100"))
    assert client.get(reverse("files:download", args=[file.pk, file.name])).status_code == 200
    assert AuditEvent.objects.filter(action="file.downloaded", subject_id=str(file.pk)).count() == 1


def test_the_auditor_reads_who_looked(client, filed):
    officer = make.officer(Role.PREFECTURE_OFFICER, "510100", name="看卷人戊")
    client.force_login(officer)
    client.get(reverse("console:review", args=[filed.pk]))
    client.force_login(make.officer(Role.AUDITOR))
    text = client.get("/console/ledger/auditevent/").content.decode()
    assert "查看个人信息" in text and "看卷人戊" in text
