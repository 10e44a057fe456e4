"""The programme file: everything that names the brand stands in it, and all of it is checked without a database."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from applications.programme_files.files import faults_of, programme_files, read, together
from tests.applications.programmes.broken_names import NAMES
from tests.applications.programmes.broken_orders import ORDERS
from tests.applications.programmes.good_file import GOOD, QC, SD, SECTIONS, WHOLE
from tests.architecture.source import ROOT

BROKEN = ORDERS | NAMES


def refused(source: str, folder: Path) -> list[str]:
    path = folder / "broken.toml"
    path.write_text(source)
    return [line.removeprefix(f"{path}: ") for line in read(path).lines]


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_is_refused_at_its_key_with_the_reason(what: str, tmp_path: Path) -> None:
    old, new, key, reason = BROKEN[what]
    assert GOOD.count(old) == 1
    assert refused(GOOD.replace(old, new), tmp_path) == [f"{key}: {reason}"]


def test_every_fault_is_said_not_only_the_first(tmp_path: Path) -> None:
    source = GOOD
    for what in ("no issuer", "an unknown stage", "a reason twice", "a place nobody fills", "a role nobody has"):
        old, new, _, _ = BROKEN[what]
        source = source.replace(old, new)
    assert [line.split(": ")[0] for line in refused(source, tmp_path)] == [
        "desks.authority.roles[2]",
        "issuer",
        "papers.approved.paragraphs[0]",
        "reasons.reject[5].code",
        "routes.quality_certification.stages[5]",
    ]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"\xff\xfe", "-: 不是 UTF-8 编码的文字。"),
        (
            b"[routes\n",
            "-: 第 1 行不是正确的 TOML：Expected ']' at the end of a table declaration (at line 1, column 8)。",
        ),
        (b"#" * (1024 * 1024 + 1), "-: 文件超过 1 MB，不是品牌项目文件。"),
        (None, "-: 读不到这个文件（No such file or directory）。"),
    ],
)
def test_what_is_no_programme_file_is_refused_in_a_sentence(data: bytes | None, line: str, tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    if data is not None:
        path.write_bytes(data)
    assert read(path).lines == [f"{path}: {line}"]


@pytest.mark.parametrize("source", ["format = 2", "routes = 3", "routes = { a = 1 }", "stages = [1]", "letters = [[]]"])
def test_a_file_of_any_shape_is_refused_and_never_breaks_the_check(source: str, tmp_path: Path) -> None:
    lines = refused(source, tmp_path)
    assert "slug: 缺少这一项。" in lines
    assert len(lines) == len(set(lines))


@pytest.mark.parametrize("wrong", [[[1]], {"": {"": [{}]}}, "字", 0], ids=["list", "table", "text", "number"])
def test_a_wrong_type_anywhere_is_a_fault_and_never_breaks_the_check(wrong: Any) -> None:
    good = tomllib.loads(GOOD)
    for key, part in good.items():
        assert faults_of(good | {key: wrong}) != [] or isinstance(wrong, str)
        for inner in part if isinstance(part, dict) else []:
            found = faults_of(good | {key: part | {inner: wrong}})
            assert any(fault.path[:2] == (key, inner) for fault in found) or isinstance(wrong, str)
            for deep in part[inner] if isinstance(part[inner], dict) and key in ("routes", "stages", "desks") else []:
                faults_of(good | {key: part | {inner: part[inner] | {deep: wrong}}})


def test_two_files_may_not_share_a_prefix_nor_a_version(tmp_path: Path) -> None:
    one, same, other = tmp_path / "a.toml", tmp_path / "b.toml", tmp_path / "c.toml"
    one.write_text(GOOD)
    same.write_text(GOOD)
    other.write_text(GOOD.replace('slug = "tfmp"', 'slug = "other"'))
    files = together([read(one), read(same), read(other)])
    assert [line for file in files for line in file.lines] == [
        f"{same}: version: {one} 已是这个品牌项目的第 3 版。",
        f"{other}: prefix: 编号前缀已用于 {one}。",
        f"{other}: prefix: 编号前缀已用于 {same}。",
    ]


def test_every_file_that_comes_with_the_platform_may_stand() -> None:
    assert [read(path).lines for path in programme_files()] == [[] for _ in programme_files()]


RENEWAL = 'stages = ["completeness_check", "eligibility_check", "document_review", "approval", "agreement"]'
SAID = 'sections = ["renewal", "subject", "product", "standard", "comparison", "honors", "evidence", "declaration"]'
BROKEN_RENEWALS = {
    "a stage that the route has not": (
        RENEWAL, RENEWAL.replace('"eligibility_check"', '"certificate_check"'),
        [
            f"{SD}.renewal.stages[1]: certificate_check 只用于以认证证书为依据的方式。",
            f"{SD}.renewal.stages[1]: 续期不能经过本方式没有的环节“证书核验”。",
            f"{SD}.renewal.stages[1]: “证书核验”没有人能通过：缺少填报部分 certificate。",
        ],
    ),
    "no decision": (
        RENEWAL, RENEWAL.replace('"approval", ', ""), [f"{SD}.renewal.stages: 走不到头：没有由两人作出决定的环节。"],
    ),
    "no agreement": (
        RENEWAL, RENEWAL.replace(', "agreement"', ""),
        [f"{SD}.renewal.stages: 写明以协议办结，但最后一个环节不是签署协议。"],
    ),
    "a stage nobody knows": (
        RENEWAL, RENEWAL.replace('"approval"', '"oracle", "approval"'),
        [f"{SD}.renewal.stages[3]: 没有名为 oracle 的环节。"],
    ),
    "nothing said of what changed": (
        SAID, SAID.replace('"renewal", ', ""), [f"{SD}.renewal.sections: 缺少必有的部分 renewal（续期说明）。"],
    ),
    "no declaration": (
        SAID, SAID.replace(', "declaration"', ""), [f"{SD}.renewal: 以自我声明为依据，但没有相应的填报部分。"],
    ),
    "a first application that says what changed": (
        SECTIONS, SECTIONS.replace('"subject"', '"renewal", "subject"', 1), [f"{QC}.sections[0]: renewal 只用于续期。"],
    ),
    "no order": (RENEWAL + "\n", "", [f"{SD}.renewal.stages: 缺少这一项。"]),
    "something else": (RENEWAL, RENEWAL + "\nfee = 0", [f"{SD}.renewal.fee: 不认识的项，请核对写法或删除。"]),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN_RENEWALS)
def test_a_broken_renewal_is_refused_with_all_its_faults(what: str, tmp_path: Path) -> None:
    old, new, faults = BROKEN_RENEWALS[what]
    assert WHOLE.count(old) == 1
    assert sorted(refused(WHOLE.replace(old, new), tmp_path)) == sorted(faults)


ODD = {
    "nothing": (b"", "文件里没有内容。"),
    "a comment only": ("# 待补\n".encode(), "文件里没有内容。"),
    "another encoding": (WHOLE.encode("gb18030"), "不是 UTF-8 编码的文字。"),
    "two bytes a letter": (WHOLE.encode("utf-16"), "不是 UTF-8 编码的文字。"),
    "too much": (b"#" * 1_048_577, "文件超过 1 MB，不是品牌项目文件。"),
    "a thousand levels": (b"a = " + b"[" * 2000 + b"]" * 2000, "层次太多，不是品牌项目文件。"),
    "JSON": (b"{}", "第 1 行不是正确的 TOML：Invalid statement (at line 1, column 1)。"),
    "YAML": (
        b"slug: tfmp\n", "第 1 行不是正确的 TOML：Expected '=' after a key in a key/value pair (at line 1, column 5)。",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", ODD)
def test_a_file_that_is_none_is_refused_in_one_line(what: str, tmp_path: Path) -> None:
    data, reason = ODD[what]
    path = tmp_path / "odd.toml"
    path.write_bytes(data)
    assert read(path).lines == [f"{path}: -: {reason}"]


def test_a_folder_a_device_and_a_name_that_is_none_are_refused(tmp_path: Path) -> None:
    assert read(tmp_path).lines == [f"{tmp_path}: -: 读不到这个文件（Is a directory）。"]
    assert read("/dev/null").lines == ["/dev/null: -: 不是普通文件。"]
    assert read("a\0b").lines == ["a\0b: -: 不是正确的文件名或 TOML。"]


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "bom.toml"
    path.write_text(WHOLE, encoding="utf-8-sig")
    assert read(path).lines == []


def test_ten_thousand_faults_are_said_one_a_line_and_soon(tmp_path: Path) -> None:
    rows = "".join(f'  {{ key = "identity", text = "第 {n} 问" }},\n' for n in range(10_000))
    lines = refused(GOOD.replace("completeness_check = [\n", f"completeness_check = [\n{rows}"), tmp_path)
    assert lines[0] == "checklists.completeness_check[1].key: “identity”重复。"
    assert (len(lines), [line for line in lines if "\n" in line]) == (10_000, [])


def test_a_county_reviews_only_where_there_is_one(tmp_path: Path) -> None:
    county = GOOD.replace('review_level = "prefecture"', 'review_level = "county"')
    assert refused(county, tmp_path) == []
    assert [
        line
        for line in refused(
            GOOD.replace('level = "province"\nregion = "510000"', 'level = "county"\nregion = "320509"'), tmp_path
        )
        if line.startswith("review_level")
    ] == ["review_level: 初审级别应低于品牌项目所在级别。"]


class TestCommands:
    """Neither needs a database, a secret or settings."""

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-W", "ignore", "manage.py", *arguments]
        env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)

    def test_a_good_and_a_broken_file_are_told_apart(self, tmp_path: Path) -> None:
        good, broken = tmp_path / "good.toml", tmp_path / "broken.toml"
        good.write_text(GOOD)
        broken.write_text(GOOD.replace("slug", "slog").replace("TFMP", "XX"))
        found = self.run("programme_check", str(good), str(broken))
        assert found.returncode == 2
        assert found.stdout.splitlines() == [
            f"{good}: OK tfmp 第 3 版（天府名品）",
            f"{broken}: slog: 不认识的项，请核对写法或删除。",
            f"{broken}: slug: 缺少这一项。",
        ]
        assert self.run("programme_check", str(good)).returncode == 0

    def test_the_list_names_slug_name_routes_and_orders(self) -> None:
        found = self.run("programme_list")
        assert found.returncode == 0
        assert found.stdout.splitlines()[:4] == [
            "tfmp\t天府名品\t第 3 版",
            (
                "  quality_certification\t品质认证\tcompleteness_check → prefecture_review → certificate_check → "
                "document_review → public_notice → approval → agreement"
            ),
            (
                "  quality_certification\t品质认证续期\tcompleteness_check → certificate_check → document_review → "
                "approval → agreement"
            ),
            (
                "  self_declaration\t自我声明\tcompleteness_check → prefecture_review → eligibility_check → "
                "document_review → public_notice → approval → agreement"
            ),
        ]
