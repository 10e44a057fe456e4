from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from tests.files import make
from tests.ledger.make import staff
from tianfu.accounts.roles import Role
from tianfu.files.models import ScanState, StoredFile
from tianfu.ledger.models import AuditEvent

pytestmark = pytest.mark.django_db

LIST = "admin:files_storedfile_changelist"
PAGE = "admin:files_storedfile_change"


@pytest.fixture
def administrator(client: Client) -> None:
    client.force_login(staff(Role.SYSTEM_ADMIN))


def _text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return str(response.content.decode())


def test_officers_without_the_permission_see_nothing(client: Client) -> None:
    client.force_login(staff(Role.OPERATOR_OFFICER))
    file = make.stored()
    assert client.get(reverse(LIST)).status_code == 403
    assert client.get(reverse(PAGE, args=[file.pk])).status_code == 403


@pytest.mark.usefixtures("administrator")
def test_a_missing_scanner_is_said_aloud(client: Client, settings: Any) -> None:
    make.stored()
    assert "没有配置病毒扫描" in _text(client, reverse(LIST))
    settings.CLAMD_SOCKET = "/nowhere"
    make.stored()
    assert "有 1 个文件等待病毒扫描" in _text(client, reverse(LIST))
    StoredFile.objects.filter(scan_state=ScanState.PENDING).update(scan_state=ScanState.INFECTED, scan_finding="Eicar")
    assert "有 1 个文件发现病毒，已隔离" in _text(client, reverse(LIST))


@pytest.mark.usefixtures("administrator")
def test_a_file_is_found_by_name_number_and_hash(client: Client) -> None:
    wanted, other = make.stored(name="甲报告.pdf"), make.stored(make.picture(), "乙.png")
    for term in ("甲报告", str(wanted.pk), wanted.sha256.upper()):
        text = _text(client, f"{reverse(LIST)}?q={term}")
        assert "甲报告.pdf" in text
        assert other.name not in text


@pytest.mark.usefixtures("administrator")
def test_the_facts_and_the_state_of_the_content_are_shown(client: Client) -> None:
    file = make.stored()
    address = reverse(PAGE, args=[file.pk])
    assert file.sha256 in _text(client, address)
    assert "核对通过" in _text(client, address + "?verify=1")
    path = Path(django_settings.MEDIA_ROOT) / file.path
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    assert "的内容与登记的 SHA-256 不一致" in _text(client, address + "?verify=1")
    assert AuditEvent.objects.filter(action="file.unreadable", subject_id=str(file.pk)).count() == 1


@pytest.mark.usefixtures("administrator")
def test_nothing_is_changed_here(client: Client) -> None:
    file = make.stored()
    assert client.get(reverse("admin:files_storedfile_add")).status_code == 403
    assert client.post(reverse("admin:files_storedfile_delete", args=[file.pk])).status_code == 403
    client.post(reverse(PAGE, args=[file.pk]), {"name": "x"})
    assert StoredFile.objects.get(pk=file.pk).name == file.name


@pytest.mark.usefixtures("administrator")
@pytest.mark.parametrize("key", ["x", "1", "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_file_is_404(client: Client, key: str) -> None:
    assert client.get(reverse(PAGE, args=[key])).status_code == 404
