import pytest
from django.core.management import CommandError, call_command

from tianfu.accounts.models import User
from tianfu.accounts.roles import Role

from . import make

pytestmark = pytest.mark.django_db


def _create(monkeypatch: pytest.MonkeyPatch, password: str, email: str = "First@example.com") -> None:
    monkeypatch.setenv("ADMIN_PASSWORD", password)
    call_command("create_admin", email=email, name="周正")


def test_the_first_administrator_signs_in_and_grants(monkeypatch: pytest.MonkeyPatch) -> None:
    _create(monkeypatch, "a long first sentence")
    person = User.objects.get(email="first@example.com")
    assert (person.roles, person.is_staff, person.is_superuser) == (frozenset({Role.SYSTEM_ADMIN}), True, False)
    assert person.check_password("a long first sentence")
    assert person.has_perm("accounts.manage_officers")


def test_a_weak_password_or_taken_address_stops_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="密码至少 12 个字符"):
        _create(monkeypatch, "short")
    make.user("first@example.com")
    with pytest.raises(CommandError, match="已被使用"):
        _create(monkeypatch, "a long first sentence")
    assert not User.objects.filter(is_staff=True).exists()
