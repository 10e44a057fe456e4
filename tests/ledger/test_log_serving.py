import base64
import struct
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.ledger.make import published
from tests.queries import costs, opening
from tianfu.ledger.hashes.merkle import leaf_hash, root_of
from tianfu.ledger.log.identity import public_key
from tianfu.ledger.log.integration import integrate
from tianfu.ledger.log.notes import open_note, parse_checkpoint
from tianfu.ledger.log.publication import publish
from tianfu.ledger.log.tiles import NoSuchTile, parse, tile_path
from tianfu.ledger.log.tree import consistency_holds, inclusion_holds
from tianfu.ledger.models import LogLeaf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _key(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.LOG_SIGNING_KEY, settings.LOG_ORIGIN = tmp_path, "", "example.com/log"


def test_a_kept_proof_is_checked_without_us(client: Client) -> None:
    published(11)
    integrate()
    text = client.get("/log/proof/6").content.decode()
    head, _, note = text.partition("\n\n")
    lines = head.split("\n")
    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 6"]
    signed = parse_checkpoint(open_note(note, client.get("/log/key").content.decode().strip()))
    hashes = [base64.b64decode(line) for line in lines[2:]]
    leaf = leaf_hash(LogLeaf.objects.get(idx=6).entry.encode())
    assert inclusion_holds(leaf, 6, signed.size, hashes, signed.root)


def test_growth_is_proved_to_a_monitor(client: Client) -> None:
    published(5)
    old = integrate()
    published(9, start=5)
    new = integrate()
    assert old is not None
    assert new is not None
    hashes = [base64.b64decode(line) for line in client.get("/log/consistency/5").content.decode().split()]
    assert consistency_holds(5, 14, bytes(old.root), bytes(new.root), hashes)


def test_tiles_rebuild_the_log(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    published(300)
    integrate()
    full, rest = client.get("/log/tile/0/000"), client.get("/log/tile/0/001.p/44")
    data = full.content + rest.content
    leaves = [data[start : start + 32] for start in range(0, len(data), 32)]
    signed = parse_checkpoint(open_note(client.get("/log/checkpoint").content.decode(), public_key()))
    assert (len(leaves), root_of(leaves)) == (300, signed.root)
    assert client.get("/log/tile/1/000.p/1").content == root_of(leaves[:256])
    entries, read = client.get("/log/tile/entries/001.p/44").content, []
    while entries:
        (length,) = struct.unpack("!H", entries[:2])
        read.append(leaf_hash(entries[2 : 2 + length]))
        entries = entries[2 + length :]
    assert read == leaves[256:]
    assert full["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "path",
    ["0/001", "0/000.p/6", "0/000.p/0", "0/000.p/256", "0/0", "0/x000/000", "0/abc", "64/000", "-1/000", "00/000.p/1",
     "1/000", "entries/000", "x/000", "0/" + "x999/" * 20 + "000"],
)  # fmt: skip
def test_a_tile_that_is_not_there_is_404(client: Client, path: str) -> None:
    published(5)
    integrate()
    assert client.get(f"/log/tile/{path}").status_code == 404


@pytest.mark.parametrize(("index", "path"), [(0, "000"), (999, "999"), (1000, "x001/000"), (1234067, "x001/x234/067")])
def test_tile_addresses_are_those_of_the_specification(index: int, path: str) -> None:
    assert (tile_path(index), parse(path)) == (path, (index, 256))
    assert parse(path + ".p/7") == (index, 7)


def test_a_malformed_tile_address_is_refused() -> None:
    with pytest.raises(NoSuchTile):
        parse("x000/001")


def test_an_empty_log_answers_without_a_checkpoint(client: Client) -> None:
    assert client.get("/log/checkpoint").status_code == 404
    assert client.get("/log/proof/0").status_code == 404
    assert client.get("/log/consistency/1").status_code == 404
    assert "日志尚无条目" in client.get("/log/").content.decode()


def test_the_page_shows_the_newest_entries(client: Client) -> None:
    publish("cert.suspended", {"number": "TFMP-<1>"})
    integrate()
    text = client.get("/log/").content.decode()
    assert "授权暂停" in text
    assert "TFMP-&lt;1&gt;" in text
    assert public_key() in text


def test_an_entry_is_read_as_a_sentence(client: Client) -> None:
    publish(
        "cert.issued",
        {"number": "TFMP-C-510100-2026-00001-K", "seq": 1, "status": "active", "since": "2026-05-11T14:12:00+08:00",
         "holder": "虚构泡菜食品有限公司", "product": "四川泡菜", "route": "self_declaration", "until": "2027-05-10",
         "certificate_sha256": "0a" * 32},
    )  # fmt: skip
    publish(
        "cert.suspended",
        {"number": "TFMP-C-510100-2026-00001-K", "seq": 2, "status": "suspended", "since": "2026-06-01T23:30:00Z"},
    )
    integrate()
    text = client.get("/log/").content.decode()
    for words in (
        "四川泡菜（虚构泡菜食品有限公司），方式：自我声明，自 2026 年 5 月 11 日起有效，有效期至 2027 年 5 月 10 日。",
        "自 2026 年 6 月 2 日起暂停。",
        'href="/V/TFMP-C-510100-2026-00001-K"',
        "0a" * 32,
        "sha256sum 授权证书.pdf",
    ):
        assert words in text
    assert "self_declaration" not in text
    assert "suspended" not in text


def test_a_page_of_the_log_costs_the_same_however_many_entries_it_has(client: Client) -> None:
    published(3)
    integrate()
    few, many = costs(opening(client, "/log/"), lambda: (published(45, 3), integrate()))
    assert (few, many) == (4, 4)


def test_the_entries_of_one_number_are_found_and_the_log_has_pages(client: Client) -> None:
    published(60)
    publish("cert.suspended", {"number": "TFMP-C-510100-2026-00001-K"})
    integrate()
    newest = client.get("/log/").content.decode()
    assert 'href="?before=11"' in newest
    assert "第 10 条" in client.get("/log/?before=11").content.decode()
    back = client.get("/log/?after=10").content.decode()
    assert ("第 11 条" in back, "第 60 条" in back, "第 10 条" in back) == (True, True, False)
    one = client.get("/log/?number=tfmp-c-510100-2026-00001-k").content.decode()
    assert (one.count("授权暂停"), "第 60 条" in one, "第 59 条" in one) == (1, True, False)
    assert "没有这个编号的条目" in client.get("/log/?number=NOTHING").content.decode()
