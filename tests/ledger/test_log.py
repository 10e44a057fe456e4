import base64
import json
import struct
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, connection, transaction
from django.test import Client

from tests.ledger import make
from tests.threads import together
from tianfu.ledger.log import integrating
from tianfu.ledger.log.integrating import integrate, latest, logged_index, waiting_count
from tianfu.ledger.log.notes import open_note, parse_checkpoint
from tianfu.ledger.log.publishing import NotPublishable, publish
from tianfu.ledger.log.signing_key import public_key
from tianfu.ledger.log.tiles import NoSuchTile, parse, tile_path
from tianfu.ledger.log.tree import consistency_holds, inclusion_holds
from tianfu.ledger.merkle import leaf_hash, root_of
from tianfu.ledger.models import LogCheckpoint, LogLeaf, LogOutbox
from tianfu.ledger.recording import record
from tianfu.ledger.sealing import seal
from tianfu.ledger.tasks import integrate_log

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _key(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.LOG_SIGNING_KEY, settings.LOG_ORIGIN = tmp_path, "", "example.com/log"


def _publish(count: int, start: int = 0) -> list[LogOutbox]:
    return [publish("cert.issued", {"number": f"TFMP-{number}"}) for number in range(start, start + count)]


def _root() -> bytes:
    return root_of(leaf_hash(leaf.entry.encode()) for leaf in LogLeaf.objects.order_by("idx"))


def test_an_entry_is_canonical_and_says_its_type_and_time() -> None:
    entry = publish("cert.issued", {"number": "TFMP-C-510700-2026-00012-K", "holder": "四川某某公司"})
    content = json.loads(entry.entry)
    assert entry.entry.startswith('{"at":"')
    assert (content["t"], content["holder"]) == ("cert.issued", "四川某某公司")
    assert content["at"].endswith("Z")


@pytest.mark.parametrize(
    ("entry_type", "data"),
    [
        ("cert.invented", {}),
        ("cert.issued", {"t": "x"}),
        ("cert.issued", {"phone": "13800138000"}),
        ("cert.issued", {"person": {"id": "51010119900307123X"}}),
        ("cert.issued", {"text": "长" * 9000}),
        ("cert.issued", {"ratio": 0.5}),
    ],
)
def test_what_must_not_become_public_is_refused(entry_type: str, data: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        publish(entry_type, data)
    assert not LogOutbox.objects.exists()


def test_an_act_rolled_back_publishes_nothing() -> None:
    with transaction.atomic():
        _publish(1)
        transaction.set_rollback(True)
    assert integrate() is None


def test_entries_are_numbered_in_order_and_the_head_is_signed() -> None:
    entries = _publish(5)
    checkpoint = integrate()
    assert checkpoint is not None
    assert [logged_index(entry) for entry in entries] == [0, 1, 2, 3, 4]
    signed = parse_checkpoint(open_note(checkpoint.note, public_key()))
    assert (signed.origin, signed.size, signed.root) == ("example.com/log", 5, _root())
    assert waiting_count() == 0


def test_a_log_that_grew_in_steps_equals_one_that_grew_at_once() -> None:
    for step in (1, 1, 3, 8, 13, 64):
        _publish(step, start=LogLeaf.objects.count())
        checkpoint = integrate()
        assert checkpoint is not None
        assert bytes(checkpoint.root) == _root()
    assert call_verify() == "公示日志完好：90 条，6 个检查点。\n"


def call_verify() -> str:
    out = StringIO()
    call_command("log_verify", stdout=out)
    return out.getvalue()


def test_nothing_waiting_signs_nothing() -> None:
    assert integrate() is None
    _publish(1)
    integrate()
    assert integrate() is None
    assert LogCheckpoint.objects.count() == 1


def test_a_crash_in_the_middle_leaves_nothing_half_done(monkeypatch: pytest.MonkeyPatch) -> None:
    _publish(3)

    def crash(*_: object) -> str:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(integrating, "sign", crash)
        with pytest.raises(RuntimeError):
            integrate()
    assert (LogLeaf.objects.count(), waiting_count()) == (0, 3)
    checkpoint = integrate()
    assert checkpoint is not None
    assert (checkpoint.size, bytes(checkpoint.root)) == (3, _root())


def test_without_a_key_entries_wait(settings: Any) -> None:
    _publish(2)
    settings.DEMO = False
    integrate_log()
    assert waiting_count() == 2
    settings.DEMO = True
    integrate_log()
    assert waiting_count() == 0


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_integrators_at_the_same_moment_number_each_entry_once() -> None:
    _publish(30)
    results = together(6, lambda _: integrate())
    assert not [result for result in results if isinstance(result, Exception)]
    assert LogLeaf.objects.count() == 30
    assert bytes(latest().root) == _root()  # type: ignore[union-attr]


@pytest.mark.parametrize("table", ["ledger_logleaf", "ledger_lognode", "ledger_logcheckpoint", "ledger_logoutbox"])
def test_the_log_cannot_be_shortened(table: str) -> None:
    _publish(2)
    integrate()
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


def test_a_rewritten_entry_is_named() -> None:
    _publish(4)
    integrate()
    _lifted("UPDATE ledger_logleaf SET entry = '{}' WHERE idx = 2")
    with pytest.raises(CommandError, match="第 2 条的内容与其哈希不一致"):
        call_verify()


def test_an_entry_rewritten_with_its_hash_breaks_the_checkpoint() -> None:
    _publish(4)
    integrate()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ledger_logleaf DISABLE TRIGGER USER")
        cursor.execute("UPDATE ledger_logleaf SET entry = '{}', leaf_hash = %s WHERE idx = 2", [leaf_hash(b"{}")])
    with pytest.raises(CommandError, match="4 条时的检查点与条目不一致"):
        call_verify()


def _lifted(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ledger_logleaf DISABLE TRIGGER USER")
        cursor.execute(sql)


def test_a_kept_proof_is_checked_without_us(client: Client) -> None:
    _publish(11)
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
    _publish(5)
    old = integrate()
    _publish(9, start=5)
    new = integrate()
    assert old is not None
    assert new is not None
    hashes = [base64.b64decode(line) for line in client.get("/log/consistency/5").content.decode().split()]
    assert consistency_holds(5, 14, bytes(old.root), bytes(new.root), hashes)


def test_tiles_rebuild_the_log(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    _publish(300)
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
    _publish(5)
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


def test_seals_are_published_each_hour_and_after_weighty_acts(clock: Any) -> None:
    clock.set("2026-03-02T10:05:00")
    for minute in (5, 6, 7):
        clock.set(f"2026-03-02T10:{minute:02}:00")
        make.events(1)
        seal()
    assert LogOutbox.objects.count() == 1
    clock.set("2026-03-02T10:30:00")
    record("authorization.suspend", actor=None, reason="抽查不合格")
    made = seal()
    clock.set("2026-03-02T11:00:30")
    make.events(1)
    seal()
    entries = [json.loads(entry.entry) for entry in LogOutbox.objects.order_by("pk")]
    assert [entry["n"] for entry in entries] == [1, 4, 5]
    assert made is not None
    assert entries[1] | {"at": ""} == {"t": "audit.seal", "at": "", "n": 4, "last_id": made.last_id, "hash": made.hash}


def test_publishing_is_refused_for_unknown_types() -> None:
    with pytest.raises(NotPublishable, match=r"没有“x\.y”这一类型"):
        publish("x.y", {})
