import pytest
from django.db import transaction

from tests.ledger import make
from tianfu.accounts.models import User
from tianfu.accounts.signals import access_changed
from tianfu.ledger.audit.records import ReasonMissing
from tianfu.ledger.hashes.fingerprints import fingerprint
from tianfu.ledger.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_a_change_of_access_is_recorded_about_the_person() -> None:
    admin, person = make.user(), make.user()
    access_changed.send(User, actor=admin, user=person, action="membership.ended", data={"organisation": 7})
    event = AuditEvent.objects.get(action="membership.ended")
    assert (event.actor, event.subject_id, event.data) == (admin, str(person.pk), {"organisation": 7})


def test_the_reason_of_a_change_of_role_stands_in_its_own_column() -> None:
    access_changed.send(
        User, actor=None, user=make.user(), action="role.granted", data={"reason": "岗位调整", "r": "x"}
    )
    event = AuditEvent.objects.get(action="role.granted")
    assert (event.reason, event.data) == ("岗位调整", {"r": "x"})


def test_a_change_that_cannot_be_recorded_does_not_happen() -> None:
    person = make.user(name="旧名")

    @transaction.atomic
    def change() -> None:
        User.objects.filter(pk=person.pk).update(name="新名")
        access_changed.send(User, actor=None, user=person, action="role.granted", data={})

    with pytest.raises(ReasonMissing):
        change()
    person.refresh_from_db()
    assert person.name == "旧名"


def test_an_address_in_the_signals_data_becomes_a_fingerprint() -> None:
    data = {"from": "old@example.com", "to": "New@example.com"}
    access_changed.send(User, actor=None, user=make.user(), action="email.changed", data=data)
    event = AuditEvent.objects.get(action="email.changed")
    assert event.data == {"from": "#" + fingerprint("old@example.com"), "to": "#" + fingerprint("new@example.com")}
