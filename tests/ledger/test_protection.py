import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import InternalError, connection, transaction

from tests.ledger import make
from tianfu.ledger.audit.seals import seal
from tianfu.ledger.models import AuditEvent, AuditSeal
from tianfu.ledger.protection import AppendOnlyTrigger, append_only, missing_protection

pytestmark = pytest.mark.django_db


def _refused(sql: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        try:
            with transaction.atomic():
                cursor.execute(sql)
        except InternalError as error:
            return "只能追加" in str(error)
    return False


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_auditevent SET reason = 'x'",
        "DELETE FROM ledger_auditevent",
        "TRUNCATE ledger_auditevent CASCADE",
        "UPDATE ledger_auditseal SET rows = 0",
        "DELETE FROM ledger_auditseal",
        "TRUNCATE ledger_auditseal",
    ],
)
def test_a_record_cannot_be_changed_deleted_or_truncated(sql: str) -> None:
    make.events(1)
    seal()
    assert _refused(sql)
    assert (AuditEvent.objects.count(), AuditSeal.objects.count()) == (1, 1)


def test_a_replication_session_does_not_slip_past() -> None:
    make.events(1)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = 'replica'")
    assert _refused("DELETE FROM ledger_auditevent")


def test_every_trigger_is_installed_and_always_enabled() -> None:
    assert missing_protection() == []


def test_a_disabled_trigger_is_named() -> None:
    name = AuditEvent._meta.triggers[0].get_pgid(AuditEvent)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE ledger_auditevent DISABLE TRIGGER {name}")
    assert missing_protection() == ["表 ledger_auditevent 的触发器 audit_event_rows 未始终启用（状态 D）"]


def test_a_trigger_enabled_only_for_ordinary_sessions_is_named() -> None:
    name = AuditEvent._meta.triggers[0].get_pgid(AuditEvent)
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE ledger_auditevent ENABLE TRIGGER {name}")
    assert missing_protection() == ["表 ledger_auditevent 的触发器 audit_event_rows 未始终启用（状态 O）"]


def test_a_missing_trigger_stops_the_start() -> None:
    name = AuditSeal._meta.triggers[0].get_pgid(AuditSeal)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name} ON ledger_auditseal")
    with pytest.raises(Exception, match="缺少只可追加的触发器 audit_seal_rows"):
        call_command("check", databases=["default"])


def test_the_start_passes_on_a_whole_database() -> None:
    try:
        call_command("check", databases=["default"], tags=["database"])
    except CommandError as error:  # pragma: no cover
        pytest.fail(str(error))


def test_installing_again_keeps_the_trigger_always_enabled() -> None:
    for model, trigger in pgtrigger.registered():
        if isinstance(trigger, AppendOnlyTrigger):
            trigger.install(model)
    assert missing_protection() == []


def test_the_helper_gives_two_triggers_with_the_models_own_name() -> None:
    assert [trigger.name for trigger in append_only("filing")] == ["filing_rows", "filing_truncate"]
