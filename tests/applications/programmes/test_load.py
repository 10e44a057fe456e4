"""`programme_load`: all files or none, once; a used version never changes and no older one comes after it."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command

from applications.models import Programme, ProgrammeVersion
from tests import hubei

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
TEXT = hubei.FILE.read_text()
VERSION = "\nversion = 1\n"


def load(*files: Path) -> tuple[int, list[str]]:
    out = io.StringIO()
    code = 0
    try:
        call_command("programme_load", *map(str, files), stdout=out)
    except SystemExit as end:
        code = int(str(end.code))
    return code, out.getvalue().splitlines()


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_a_programme_is_loaded_once_and_a_new_version_beside_the_old(tmp_path: Path) -> None:
    assert TEXT.count(VERSION) == 1
    assert load(hubei.FILE) == (0, ["hubei 第 1 版（湖北精品）已载入"])
    assert load(hubei.FILE) == (0, ["hubei 第 1 版（湖北精品）已在库中，没有改动"])
    newer = written(tmp_path, "hubei.toml", TEXT.replace(VERSION, "\nversion = 2\n"))
    assert load(newer) == (0, ["hubei 第 2 版（湖北精品）已载入"])
    assert Programme.objects.get(slug="hubei").current_version().version == 2


def test_a_loaded_version_does_not_change_and_none_comes_before_it(tmp_path: Path) -> None:
    assert load(written(tmp_path, "hubei.toml", TEXT.replace(VERSION, "\nversion = 2\n")))[0] == 0
    changed = written(tmp_path, "hubei.toml", TEXT.replace(VERSION, "\nversion = 2\n").replace("湖北精品", "湖北优品"))
    assert load(changed) == (2, ["hubei.toml: 第 2 版已载入且不可改动，请改用新版本号。"])
    assert load(hubei.FILE) == (2, ["hubei.toml: version: 已载入第 2 版，新的版本号应大于它。"])
    assert Programme.objects.get(slug="hubei").name == "湖北精品"


def test_one_bad_file_keeps_the_good_one_out_and_says_every_reason(tmp_path: Path) -> None:
    before = ProgrammeVersion.objects.count()
    broken = written(tmp_path, "broken.toml", TEXT.replace('slug = "hubei"', 'slug = "suzhou"\nfee = 3'))
    code, lines = load(hubei.FILE, broken)
    assert (code, ProgrammeVersion.objects.count()) == (2, before)
    assert f"{broken}: fee: 不认识的项，请核对写法或删除。" in lines
    assert f"{broken}: prefix: 编号前缀已用于 {hubei.FILE}。" in lines
    assert load(tmp_path / "nowhere.toml")[1] == [
        f"{tmp_path / 'nowhere.toml'}: -: 读不到这个文件（No such file or directory）。"
    ]


def test_a_programme_stays_in_its_region(tmp_path: Path) -> None:
    assert load(hubei.FILE)[0] == 0
    moved = written(tmp_path, "hubei.toml", TEXT.replace(VERSION, "\nversion = 2\n").replace('"420000"', '"410000"'))
    assert load(moved) == (2, ["hubei.toml: region: “湖北精品”开办在湖北省，不能改到别处。"])


def test_a_prefix_of_numbers_that_a_loaded_programme_has_is_refused(tmp_path: Path) -> None:
    assert load(hubei.FILE)[0] == 0
    other = written(tmp_path, "other.toml", TEXT.replace('slug = "hubei"', 'slug = "suzhou"'))
    assert load(other) == (2, [f"{other}: prefix: 编号前缀已用于 hubei（已载入）。"])
    assert set(Programme.objects.values_list("slug", flat=True)) == {"tfmp", "hubei"}
