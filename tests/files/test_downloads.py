import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import resolve, reverse

from tests.files import make
from tianfu.files.checks import purposes_have_readers, unread_purposes
from tianfu.files.kinds import Kind
from tianfu.files.models import ScanState, StoredFile
from tianfu.files.readers import PURPOSES, file_downloaded, may_read, register_public, register_reader
from tianfu.ledger.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _purposes() -> Iterator[None]:
    kept = dict(PURPOSES._rows)
    register_reader(__name__, "test.open", lambda user, file: True)
    register_reader(__name__, "test.own", lambda user, file: user.pk is not None and file.uploaded_by_id == user.pk)
    register_reader(__name__, "test.recorded", lambda user, file: True, recorded=True)
    register_public(__name__, "test.public")
    yield
    PURPOSES._rows.clear()
    PURPOSES._rows.update(kept)
    PURPOSES.doubles.clear()


def _on_disk(file: StoredFile) -> Path:
    return Path(django_settings.MEDIA_ROOT) / file.path


def _events(action: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action=action))


def test_the_content_is_served_as_it_was_stored(client: Client) -> None:
    data = make.pdf()
    response = client.get(make.stored(data).get_absolute_url())
    assert (response.status_code, response.content, response["Content-Type"]) == (200, data, "application/pdf")


def test_a_download_is_never_a_page_of_ours(client: Client) -> None:
    response = client.get(make.stored().get_absolute_url())
    assert response["Content-Disposition"] == ("attachment; filename*=utf-8''%E6%A3%80%E6%B5%8B%E6%8A%A5%E5%91%8A.pdf")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(("kind", "data"), [(Kind.PDF, make.pdf()), (Kind.PNG, make.picture())])
def test_a_preview_may_stand_in_our_own_pages_only(client: Client, kind: Kind, data: bytes) -> None:
    file = make.stored(data, "a" + kind.extension, kind=kind)
    response = client.get(file.get_absolute_url() + "?inline=1")
    assert response["Content-Disposition"].startswith("inline")
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "script-src" not in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("kind", [Kind.XLSX, Kind.DOCX])
def test_an_office_file_is_never_shown_inline(client: Client, kind: Kind) -> None:
    file = make.stored(make.xlsx(), "a" + kind.extension, kind=kind)
    response = client.get(file.get_absolute_url() + "?inline=1")
    assert response["Content-Disposition"].startswith("attachment")


def test_who_may_not_read_it_gets_404_as_for_a_file_that_does_not_exist(client: Client) -> None:
    owner, other = make.user(), make.user()
    file = make.stored(purpose="test.own", actor=owner)
    assert client.get(file.get_absolute_url()).status_code == 404
    client.force_login(other)
    assert client.get(file.get_absolute_url()).status_code == 404
    assert client.get(reverse("files:download", args=[uuid.uuid4(), "a.pdf"])).status_code == 404
    client.force_login(owner)
    assert client.get(file.get_absolute_url()).status_code == 200


def test_a_purpose_that_nobody_registered_is_read_by_nobody() -> None:
    owner = make.user()
    assert not may_read(owner, make.stored(purpose="test.forgotten", actor=owner))


def test_a_second_reader_for_a_purpose_stops_the_start_and_the_first_one_stays() -> None:
    register_reader(__name__, "test.open", lambda user, file: False)
    assert PURPOSES.doubles == [
        "文件用途“test.open”登记了两次（tests.files.test_downloads 和 tests.files.test_downloads），请只留一处。"
    ]
    assert may_read(make.user(), make.stored(purpose="test.open"))


def test_a_purpose_without_a_reader_stops_the_start(tmp_path: Path) -> None:
    assert purposes_have_readers() == []
    (tmp_path / "supervision").mkdir()
    (tmp_path / "supervision" / "acts.py").write_text(
        'PURPOSE = "mark"\nFILM_PURPOSE = "film"\n'
        'PAPER_JOB, PAPER_PURPOSE = "lists.paper", "lists.letter"\n'
        'accept(upload, purpose="photo")\naccept(upload, purpose=PURPOSE)\n'
    )
    assert unread_purposes(tmp_path) == [
        "supervision/acts.py:2 存放用途为“film”的文件，但没有 file_readers.py 登记谁可以阅读。",
        "supervision/acts.py:3 存放用途为“lists.letter”的文件，但没有 file_readers.py 登记谁可以阅读。",
        "supervision/acts.py:4 存放用途为“photo”的文件，但没有 file_readers.py 登记谁可以阅读。",
    ]


def test_the_name_in_the_address_is_for_people_only(client: Client) -> None:
    file = make.stored()
    response = client.get(reverse("files:download", args=[file.pk, "evil.html"]))
    assert response["Content-Type"] == "application/pdf"
    assert "evil" not in response["Content-Disposition"]


def test_a_name_cannot_break_the_header(client: Client) -> None:
    file = make.stored(name='a"; filename=evil.html\r\nX-Evil: 1.pdf')
    response = client.get(file.get_absolute_url())
    assert response.status_code == 200
    assert not response.has_header("X-Evil")
    assert response["Content-Disposition"] == 'attachment; filename="a_; filename=evil.htmlX-Evil_ 1.pdf"'


def test_a_public_file_may_be_cached(client: Client) -> None:
    file = make.stored(purpose="test.public")
    response = client.get(file.get_absolute_url())
    assert response["Cache-Control"] == "public, max-age=86400, immutable"
    assert response["ETag"] == f'"{file.sha256}"'
    assert "Cookie" not in response.get("Vary", "")


def test_a_recorded_purpose_leaves_an_audit_event(client: Client) -> None:
    person = make.user()
    client.force_login(person)
    file = make.stored(purpose="test.recorded")
    client.head(file.get_absolute_url())
    assert _events("file.downloaded") == []
    client.get(file.get_absolute_url())
    (event,) = _events("file.downloaded")
    assert (event.actor, event.subject_id) == (person, str(file.pk))
    assert event.data == {"purpose": "test.recorded", "sha256": file.sha256, "inline": False}


def test_what_follows_a_recorded_download_is_told_what_was_handed_out(client: Client) -> None:
    told: list[tuple[StoredFile, bool]] = []

    def listen(file: StoredFile, inline: bool, **kwargs: Any) -> None:
        told.append((file, inline))

    file_downloaded.connect(listen)
    try:
        recorded, open_to_all = make.stored(purpose="test.recorded"), make.stored()
        for address in (
            recorded.get_absolute_url(),
            recorded.get_absolute_url() + "?inline=1",
            open_to_all.get_absolute_url(),
        ):
            client.get(address)
    finally:
        file_downloaded.disconnect(listen)
    assert told == [(recorded, False), (recorded, True)]


def test_only_reading_is_possible(client: Client) -> None:
    assert client.post(make.stored().get_absolute_url()).status_code == 405


def test_a_missing_file_is_said_aloud_and_recorded(client: Client) -> None:
    file = make.stored()
    _on_disk(file).unlink()
    response = client.get(file.get_absolute_url())
    assert response.status_code == 500
    assert "已登记，但存储中找不到" in response.content.decode()
    assert str(file.pk) in response.content.decode()
    assert [event.subject_id for event in _events("file.unreadable")] == [str(file.pk)]


def test_a_changed_file_is_never_served(client: Client) -> None:
    file = make.stored()
    data = bytearray(_on_disk(file).read_bytes())
    data[100] ^= 1
    _on_disk(file).chmod(0o600)
    _on_disk(file).write_bytes(bytes(data))
    response = client.get(file.get_absolute_url())
    assert response.status_code == 500
    assert "与登记的 SHA-256 不一致" in response.content.decode()


@pytest.mark.parametrize(
    ("state", "uploader", "others"), [("pending", 200, 404), ("infected", 404, 404), ("clean", 200, 200)]
)
def test_a_file_waits_for_its_scan(client: Client, state: str, uploader: int, others: int) -> None:
    owner = make.user()
    file = make.stored(actor=owner)
    StoredFile.objects.filter(pk=file.pk).update(scan_state=ScanState(state))
    assert client.get(file.get_absolute_url()).status_code == others
    client.force_login(owner)
    assert client.get(file.get_absolute_url()).status_code == uploader


def test_staff_without_a_second_factor_read_nothing_that_is_not_public(client: Client, settings: Any) -> None:
    settings.STAFF_MFA = "required"
    officer = make.user(is_staff=True)
    client.force_login(officer)
    assert client.get(make.stored().get_absolute_url()).status_code == 404
    assert client.get(make.stored(purpose="test.public").get_absolute_url()).status_code == 200


@pytest.mark.parametrize("name", ["a/b.pdf", "a\nb.pdf", "", "..", "/", "a?b#c%00.pdf", "报告.pdf"])
def test_every_name_that_may_be_stored_has_an_address(name: str) -> None:
    """Rows written before names were made safe must not break the page that lists them."""
    file = StoredFile(pk=uuid.uuid4(), name=name)
    assert resolve(unquote(file.get_absolute_url())).url_name == "download"
