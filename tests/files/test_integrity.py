import os
import time
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from tests.files import make
from tianfu.files.models import StoredFile
from tianfu.files.storage import discard

pytestmark = pytest.mark.django_db


def _path(file: StoredFile) -> Path:
    return Path(settings.MEDIA_ROOT) / file.path


def _verify(**options: bool) -> tuple[str, str, str]:
    """Standard output, standard error, and the closing complaint."""
    out, err, complaint = StringIO(), StringIO(), ""
    try:
        call_command("verify_files", stdout=out, stderr=err, **options)
    except CommandError as error:
        complaint = str(error)
    return out.getvalue(), err.getvalue(), complaint


def test_whole_files_are_counted() -> None:
    make.stored()
    make.stored(make.picture(), "a.png")
    assert _verify() == ("核验 2 个文件，全部完好。\n", "", "")


def test_a_flipped_bit_and_a_missing_file_are_named() -> None:
    whole, flipped, missing = make.stored(), make.stored(name="翻转.pdf"), make.stored(name="缺失.pdf")
    data = bytearray(_path(flipped).read_bytes())
    data[len(data) // 2] ^= 1
    _path(flipped).write_bytes(bytes(data))
    _path(missing).unlink()
    _, errors, complaint = _verify()
    assert f"文件“翻转.pdf”（{flipped.pk}）的内容与登记的 SHA-256 不一致。" in errors
    assert f"文件“缺失.pdf”（{missing.pk}）已登记，但存储中找不到。" in errors
    assert str(whole.pk) not in errors
    assert complaint == "核验 3 个文件，2 个有问题。"


def test_content_that_no_row_names_is_found_and_removed_when_it_is_old() -> None:
    file = make.stored()
    young, old = (
        default_storage.save("aa/bb/young", ContentFile(b"x")),
        default_storage.save("aa/bb/old", ContentFile(b"x")),
    )
    two_days_ago = time.time() - 2 * 86400
    os.utime(default_storage.path(old), (two_days_ago, two_days_ago))
    os.utime(_path(file), (two_days_ago, two_days_ago))
    assert "发现没有登记的文件 aa/bb/old\n" in _verify()[0]
    assert default_storage.exists(old)
    assert "已删除没有登记的文件 aa/bb/old\n" in _verify(clear_orphans=True)[0]
    assert (default_storage.exists(old), default_storage.exists(young), _path(file).exists()) == (False, True, True)


def test_discarded_content_is_no_orphan_before_its_time() -> None:
    file = make.stored()
    two_days_ago = time.time() - 2 * 86400
    os.utime(_path(file), (two_days_ago, two_days_ago))
    path = _path(file)
    discard(file)
    assert _verify(clear_orphans=True)[0] == "核验 0 个文件，全部完好。\n"
    assert path.exists()
