import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError, connection, transaction

from tests.ledger import make
from tests.ledger.make import published
from tests.threads import together
from tianfu.ledger.audit.records import record
from tianfu.ledger.audit.seals import seal
from tianfu.ledger.hashes.merkle import leaf_hash, root_of
from tianfu.ledger.log import integration
from tianfu.ledger.log.identity import OtherLog, name_of_log, public_key
from tianfu.ledger.log.integration import integrate, latest, waiting_count
from tianfu.ledger.log.notes import open_note, parse_checkpoint
from tianfu.ledger.log.publication import NotPublishable, publish
from tianfu.ledger.models import LogCheckpoint, LogIdentity, LogLeaf, LogOutbox
from tianfu.ledger.tasks import integrate_log

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _key(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.LOG_SIGNING_KEY, settings.LOG_ORIGIN = tmp_path, "", "example.com/log"


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
        published(1)
        transaction.set_rollback(True)
    assert integrate() is None


def test_entries_are_numbered_in_order_and_the_head_is_signed() -> None:
    entries = published(5)
    checkpoint = integrate()
    assert checkpoint is not None
    assert [LogLeaf.objects.get(outbox=entry).idx for entry in entries] == [0, 1, 2, 3, 4]
    signed = parse_checkpoint(open_note(checkpoint.note, public_key()))
    assert (signed.origin, signed.size, signed.root) == ("example.com/log", 5, _root())
    assert waiting_count() == 0


def test_a_log_that_grew_in_steps_equals_one_that_grew_at_once() -> None:
    for step in (1, 1, 3, 8, 13, 64):
        published(step, start=LogLeaf.objects.count())
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
    published(1)
    integrate()
    assert integrate() is None
    assert LogCheckpoint.objects.count() == 1


def test_a_crash_in_the_middle_leaves_nothing_half_done(monkeypatch: pytest.MonkeyPatch) -> None:
    published(3)

    def crash(*_: object) -> str:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(integration, "sign", crash)
        with pytest.raises(RuntimeError):
            integrate()
    assert (LogLeaf.objects.count(), waiting_count()) == (0, 3)
    checkpoint = integrate()
    assert checkpoint is not None
    assert (checkpoint.size, bytes(checkpoint.root)) == (3, _root())


def test_without_a_key_entries_wait(settings: Any) -> None:
    published(2)
    settings.DEMO = False
    integrate_log()
    assert waiting_count() == 2
    settings.DEMO = True
    integrate_log()
    assert waiting_count() == 0


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_integrators_at_the_same_moment_number_each_entry_once() -> None:
    published(30)
    results = together(6, lambda _: integrate())
    assert not [result for result in results if isinstance(result, Exception)]
    assert LogLeaf.objects.count() == 30
    assert bytes(latest().root) == _root()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "table", ["ledger_logleaf", "ledger_lognode", "ledger_logcheckpoint", "ledger_logoutbox", "ledger_logidentity"]
)
def test_the_log_cannot_be_shortened(table: str) -> None:
    published(2)
    integrate()
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


def test_a_rewritten_entry_is_named() -> None:
    published(4)
    integrate()
    _lifted("UPDATE ledger_logleaf SET entry = '{}' WHERE idx = 2")
    with pytest.raises(CommandError, match="第 2 条的内容与其哈希不一致"):
        call_verify()


def test_an_entry_rewritten_with_its_hash_breaks_the_checkpoint() -> None:
    published(4)
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


def signed_name(checkpoint: LogCheckpoint | None) -> str:
    assert checkpoint is not None
    return parse_checkpoint(open_note(checkpoint.note, public_key())).origin


def test_a_new_log_is_named_by_the_public_address(settings: Any) -> None:
    settings.LOG_ORIGIN, settings.PUBLIC_URL = "", "https://tianfu.example"
    published(1)
    assert signed_name(integrate()) == "tianfu.example/log"


@pytest.mark.parametrize("address", ["http://localhost:8123", "https://elsewhere.example", "http://127.0.0.1:9"])
def test_a_log_keeps_its_name_under_whatever_address_a_command_runs(settings: Any, address: str) -> None:
    settings.LOG_ORIGIN = ""
    published(1)
    name, verifier = signed_name(integrate()), public_key()
    settings.PUBLIC_URL = address
    published(2, start=1)
    assert signed_name(integrate()) == name
    assert public_key() == verifier
    assert call_verify() == "公示日志完好：3 条，2 个检查点。\n"


def test_a_log_signs_nothing_under_another_name_that_is_set(settings: Any) -> None:
    published(1)
    integrate()
    settings.LOG_ORIGIN = "example.org/log"
    published(2, start=1)
    with pytest.raises(OtherLog, match="日志不能改名"):
        integrate()
    integrate_log()  # says it in the log and goes on
    assert (LogCheckpoint.objects.count(), waiting_count()) == (1, 2)
    assert call_verify() == "公示日志完好：1 条，1 个检查点。\n"
    settings.LOG_ORIGIN = "example.com/log"
    integrate_log()
    assert waiting_count() == 0


def test_a_log_signs_nothing_with_another_key_and_is_still_verified_with_its_own(settings: Any, tmp_path: Path) -> None:
    published(1)
    integrate()
    verifier = public_key()
    settings.DATA_DIR = tmp_path / "elsewhere"
    published(1, start=1)
    with pytest.raises(OtherLog, match="不是签发公示日志的那把密钥"):
        integrate()
    assert (public_key(), waiting_count()) == (verifier, 1)
    assert call_verify() == "公示日志完好：1 条，1 个检查点。\n"


def as_before_the_name_was_kept() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE ledger_logidentity DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM ledger_logidentity")


def test_a_log_of_an_earlier_version_keeps_the_name_of_its_first_checkpoint(settings: Any, tmp_path: Path) -> None:
    published(1)
    integrate()
    as_before_the_name_was_kept()
    settings.LOG_ORIGIN, settings.PUBLIC_URL = "", "http://localhost:8123"
    assert name_of_log() == "example.com/log"
    assert call_verify() == "公示日志完好：1 条，1 个检查点。\n"
    published(1, start=1)
    settings.DATA_DIR = tmp_path / "elsewhere"
    with pytest.raises(OtherLog, match="没有签发过"):
        integrate()
    settings.DATA_DIR = tmp_path
    assert not LogIdentity.objects.exists()
    assert signed_name(integrate()) == "example.com/log"
    assert LogIdentity.objects.get().origin == "example.com/log"


def test_a_checkpoint_once_signed_under_another_name_is_counted_not_called_tampering(settings: Any) -> None:
    published(1)
    integrate()
    as_before_the_name_was_kept()
    with pytest.MonkeyPatch.context() as once:  # as an earlier version signed under another port
        once.setattr("tianfu.ledger.log.identity.name_of_log", lambda: "localhost:8123/log")
        once.setattr("tianfu.ledger.log.identity._refuse_key_that_did_not_sign", lambda verifier: None)
        settings.LOG_ORIGIN = ""
        published(1, start=1)
        integrate()
    as_before_the_name_was_kept()
    published(1, start=2)
    assert signed_name(integrate()) == "example.com/log"
    said = call_verify()
    assert said.startswith("公示日志完好：3 条，3 个检查点。\n其中 1 个检查点由同一密钥以其他名称签发")


def test_there_is_one_name() -> None:
    published(1)
    integrate()
    with pytest.raises(IntegrityError), transaction.atomic():
        LogIdentity.objects.create(id=2, origin="x", public_key=b"x", named_at="2026-01-01T00:00Z")
