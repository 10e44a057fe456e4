"""Database away, disk full: a sentence and 503 with Retry-After, nothing half written, and all goes on afterwards."""

import errno
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2.errors
import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import filesystem
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client

from tests.accounts import make
from tianfu.files import storage
from tianfu.files.kinds import Kind
from tianfu.files.models import StoredFile
from tianfu.files.storage import store
from tianfu.files.uploads import accept
from tianfu.site.answers import errors

pytestmark = pytest.mark.django_db(transaction=True)
PUBLIC = ["/", "/brands/", "/verify/?number=TFMP-C-510700-2026-00012-K", "/notices/", "/log/", "/log/checkpoint",
          "/api/v1/brands/", "/api/v1/verify/TFMP-C-510700-2026-00012-K/", "/account/login/", "/portal/", "/console/"]  # fmt: skip


@contextmanager
def database_away() -> Iterator[None]:
    """The connection is dead and no new one comes about."""
    host = connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict["HOST"] = "/tmp/tianfu-no-such-database"
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["HOST"] = host


def refused_for_now(answer: Any) -> bool:
    return answer.status_code == 503 and int(answer["Retry-After"]) > 0


def test_no_page_is_a_500_while_the_database_is_away_and_all_are_back_with_it():
    person, client, stranger = make.user(), Client(raise_request_exception=False), Client(raise_request_exception=False)
    client.post("/account/login/", {"login": person.email, "password": make.PASSWORD})
    before = {address: stranger.get(address).status_code for address in PUBLIC}
    with database_away():
        wrong = [
            (address, answer.status_code)
            for address in PUBLIC
            for visitor in (stranger, client)
            for answer in [visitor.get(address)]
            if answer.status_code >= 500 and not refused_for_now(answer)
        ]
        signed_in, brands = client.get("/portal/"), stranger.get("/api/v1/brands/")
        signing_in = Client(raise_request_exception=False).post("/account/login/", {"login": "a@b.cn", "password": "x"})
        assert stranger.get("/health/live").status_code == 200
        assert stranger.get("/health/ready").status_code == 503
    assert wrong == []
    assert refused_for_now(signed_in)
    assert "数据库暂时没有应答" in signed_in.content.decode()
    assert refused_for_now(signing_in)
    assert refused_for_now(brands)
    assert brands.json()["error"] == {
        "code": "unavailable", "message": "数据库暂时没有应答，很快恢复；这次提交没有保存。"
    }  # fmt: skip
    assert {address: stranger.get(address).status_code for address in PUBLIC} == before


def test_a_connection_killed_under_a_page_is_a_503_and_the_next_one_works():
    client = Client(raise_request_exception=False)
    connection.ensure_connection()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
    other.close()
    assert refused_for_now(client.get("/brands/"))
    connection.close()  # what Django does at the start of the next request
    assert client.get("/brands/").status_code == 200


def half(*arguments: Any, **options: Any) -> Any:
    """A file on a disk that becomes full while it is written."""
    file = os.fdopen(*arguments, **options)

    class Full(io.IOBase):
        def write(self, data: bytes) -> int:
            file.write(data[: len(data) // 2])
            file.flush()
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        def close(self) -> None:
            file.close()

    return Full()


class FullOs:
    """`os`, with a file that cannot be filled."""

    fdopen = staticmethod(half)

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)


class ForgetfulOs:
    """`os`, on a disk that takes bytes and then cannot keep them."""

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def fsync(self, descriptor: int) -> None:
        raise OSError(errno.EDQUOT, os.strerror(errno.EDQUOT))


@pytest.fixture(params=["while writing", "while keeping"])
def full_disk(request: Any, monkeypatch: Any) -> None:
    if request.param == "while writing":
        monkeypatch.setattr(filesystem, "os", FullOs())
    else:
        monkeypatch.setattr(storage, "os", ForgetfulOs())


def left_behind(folder: Any) -> list[Path]:
    return [path for path in Path(folder).rglob("*") if path.is_file()]


def test_a_full_disk_keeps_neither_bytes_nor_row(full_disk, settings):
    with pytest.raises(OSError, match=r"space|quota"):
        store("证书.txt", "text/plain", b"x" * 4000, "test")
    assert (left_behind(settings.MEDIA_ROOT), StoredFile.objects.count()) == ([], 0)


def test_an_upload_to_a_full_disk_is_a_sentence_at_the_field(full_disk, settings):
    picture = Path(__file__).parents[2] / "static" / "root" / "apple-touch-icon.png"
    upload = SimpleUploadedFile("证书.png", picture.read_bytes())
    with pytest.raises(ValidationError, match="存储空间已满"):
        accept(upload, kinds=[Kind.PNG], max_bytes=10_000_000, actor=None, purpose="test")
    assert (left_behind(settings.MEDIA_ROOT), StoredFile.objects.count()) == ([], 0)


def raised(error: Exception, cause: Exception | None = None) -> Any:
    request = type("Request", (), {"path": "/portal/"})()
    try:
        raise error from cause
    except Exception:
        return errors.server_error(request)


@pytest.mark.parametrize(
    ("error", "cause", "words"),
    [
        (OSError(errno.ENOSPC, "full"), None, "存储空间已满"),
        (OperationalError("full"), psycopg2.errors.DiskFull("full"), "存储空间已满"),
        (OperationalError("away"), None, "数据库暂时没有应答"),
    ],
)
def test_what_passes_by_itself_is_a_503_in_words(error, cause, words):
    answer = raised(error, cause)
    assert refused_for_now(answer)
    assert words in answer.content.decode()


@pytest.mark.parametrize("error", [OSError(errno.ENOENT, "missing"), ValueError("x")])
def test_what_is_our_mistake_stays_a_500(error):
    assert raised(error).status_code == 500
