from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.ledger import make
from tianfu.ledger.audit.seals import seal
from tianfu.ledger.audit.verification import verify
from tianfu.ledger.models import AuditEvent, AuditSeal

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed() -> list[AuditEvent]:
    """Three seals of four rows each, and two rows not sealed yet."""
    rows = []
    for _ in range(3):
        rows += make.events(4)
        seal()
    return rows + make.events(2)


def test_an_untouched_trail_is_good(sealed: list[AuditEvent]) -> None:
    result = verify()
    assert (result.problem, result.seals, result.rows, result.unsealed) == ("", 3, 12, 2)
    assert result.head == AuditSeal.objects.get(n=3).hash


def test_a_rewritten_row_is_named(sealed: list[AuditEvent]) -> None:
    victim = sealed[5]
    make.behind_the_triggers("UPDATE ledger_auditevent SET reason = '改写' WHERE id = %s", victim.pk)
    problem = verify().problem
    assert problem.startswith("第 2 号封存")
    assert f"事件 {victim.pk}（thing.saved）的内容与登记时的摘要不一致" in problem


def test_a_row_rewritten_together_with_its_digest_is_found_by_the_seal(sealed: list[AuditEvent]) -> None:
    victim = sealed[5]
    victim.reason = "改写"
    make.behind_the_triggers(
        "UPDATE ledger_auditevent SET reason = %s, digest = %s WHERE id = %s",
        victim.reason, victim.computed_digest(), victim.pk,
    )  # fmt: skip
    assert verify().problem == (
        f"第 2 号封存（事件 {sealed[3].pk + 1}–{sealed[7].pk}）：默克尔树根不一致，其中有记录连同摘要一起被改写。"
    )


def test_a_deleted_row_is_noticed(sealed: list[AuditEvent]) -> None:
    make.behind_the_triggers("DELETE FROM ledger_auditevent WHERE id = %s", sealed[2].pk)
    said = verify().problem
    assert said.startswith("第 1 号封存（事件 ")
    assert said.endswith("）：封存时有 4 条，现有 3 条，记录被删除或插入。")


def test_a_rewritten_row_that_is_not_sealed_yet_is_named(sealed: list[AuditEvent]) -> None:
    make.behind_the_triggers("UPDATE ledger_auditevent SET ip = '1.1.1.1' WHERE id = %s", sealed[-1].pk)
    assert verify().problem.startswith(f"事件 {sealed[-1].pk}（thing.saved）")


def test_a_rewritten_seal_is_named(sealed: list[AuditEvent]) -> None:
    make.behind_the_triggers("UPDATE ledger_auditseal SET rows = 3 WHERE n = 2")
    assert verify().problem == "第 2 号封存：封存记录本身与其哈希不一致，封存被改动。"


def test_a_deleted_seal_in_the_middle_is_noticed(sealed: list[AuditEvent]) -> None:
    make.behind_the_triggers("DELETE FROM ledger_auditseal WHERE n = 2")
    assert verify().problem == "缺少第 2 号封存。"


def test_a_seal_that_follows_another_than_the_one_before_is_noticed(sealed: list[AuditEvent]) -> None:
    """Rewritten together with its own hash, so that only the chain can tell."""
    last = AuditSeal.objects.get(n=3)
    last.prev = "0" * 64
    make.behind_the_triggers(
        "UPDATE ledger_auditseal SET prev = %s, hash = %s WHERE n = 3", last.prev, last.computed_hash()
    )
    assert verify().problem == "第 3 号封存与前一号不相接，封存链被改动。"


def test_removed_newest_seals_are_noticed_by_a_hash_kept_outside(sealed: list[AuditEvent]) -> None:
    head = verify().head
    make.behind_the_triggers("DELETE FROM ledger_auditseal WHERE n = 3")
    assert verify().good
    assert "库中没有您给出的封存哈希" in verify(expected_head=head).problem


def test_the_command_prints_the_head_of_a_good_trail(sealed: list[AuditEvent]) -> None:
    out = StringIO()
    call_command("audit_verify", stdout=out)
    assert f"台账完好：3 号封存，12 条已封存事件，2 条待封存。最新封存哈希 {verify().head}" in out.getvalue()


def test_the_command_fails_with_the_first_difference(sealed: list[AuditEvent]) -> None:
    make.behind_the_triggers("UPDATE ledger_auditevent SET action = 'x.y' WHERE id = %s", sealed[0].pk)
    with pytest.raises(CommandError, match=f"事件 {sealed[0].pk}"):
        call_command("audit_verify")
