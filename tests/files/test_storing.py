import stat
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import IntegrityError, InternalError, transaction

from tests.files import make
from tianfu.files.models import DiscardedFile, StoredFile
from tianfu.files.models.stored_file import FileUnreadable
from tianfu.files.storage import discard, discarded_before, erase, store


def _on_disk() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_what_was_stored_is_read_back() -> None:
    file = store("收据.pdf", "application/pdf", b"%PDF-x", "test.open")
    assert StoredFile.objects.get(pk=file.pk).read() == b"%PDF-x"


@pytest.mark.django_db
def test_others_on_the_machine_cannot_read_the_bytes() -> None:
    make.stored()
    (path,) = _on_disk()
    assert not path.stat().st_mode & (stat.S_IRWXO | stat.S_IXUSR)
    assert not path.parent.stat().st_mode & stat.S_IRWXO


@pytest.mark.django_db
def test_nothing_is_never_stored() -> None:
    with pytest.raises(ValueError, match="empty"):
        store("a.pdf", "application/pdf", b"", "test.open")
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_a_row_that_cannot_be_written_takes_its_bytes_along() -> None:
    with pytest.raises(Exception, match="too long"):
        store("a.pdf", "application/pdf", b"x", "p" * 61)
    assert _on_disk() == []


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"sha256": "0" * 64}, {"name": "b.pdf"}, {"path": "x"}, {"purpose": "test.public"}])
def test_the_facts_of_a_stored_file_stay(change: dict[str, str]) -> None:
    file = make.stored()
    with pytest.raises(InternalError), transaction.atomic():
        StoredFile.objects.filter(pk=file.pk).update(**change)


@pytest.mark.django_db
def test_a_malformed_hash_is_refused_by_the_database() -> None:
    file = make.stored()
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.create(
            name="a", content_type="x", size=1, sha256="XYZ", purpose="p", created_at=file.created_at, path="q"
        )


@pytest.mark.django_db(transaction=True)
def test_the_bytes_of_a_discarded_file_stay_until_their_time_is_over() -> None:
    file = make.stored()
    path, data = file.path, file.read()
    discard(file)
    assert not StoredFile.objects.exists()
    assert [found.read_bytes() for found in _on_disk()] == [data]
    discarded = DiscardedFile.objects.get(path=path)
    assert list(discarded_before(discarded.discarded_at)) == []
    assert list(discarded_before(discarded.discarded_at + timedelta(seconds=1))) == [discarded]
    assert erase(discarded) is True
    assert (_on_disk(), DiscardedFile.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_a_discard_rolled_back_leaves_the_file_whole() -> None:
    file = make.stored()
    with transaction.atomic():
        discard(StoredFile.objects.get(pk=file.pk))
        transaction.set_rollback(True)
    assert StoredFile.objects.get(pk=file.pk).read() == file.read()
    assert not DiscardedFile.objects.exists()


@pytest.mark.django_db
def test_an_unreadable_file_is_named() -> None:
    file = make.stored()
    default_storage.delete(file.path)
    with pytest.raises(FileUnreadable, match=rf"文件“检测报告.pdf”（{file.pk}）已登记，但存储中找不到。"):
        file.read()
