import json
import random
import threading
import time

import pytest
from django.db import connection, connections, transaction

from tests.clock import Clock
from tests.ledger import make
from tests.threads import together
from tianfu.ledger.audit.records import record
from tianfu.ledger.audit.seals import SealPostponed, seal
from tianfu.ledger.audit.verification import verify
from tianfu.ledger.hashes.merkle import leaf_hash, root_of
from tianfu.ledger.models import AuditEvent, AuditSeal, LogOutbox
from tianfu.ledger.tasks import seal_audit_trail


@pytest.mark.django_db
def test_a_seal_closes_all_rows_since_the_last_one() -> None:
    first = make.events(3)
    one = seal()
    second = make.events(2)
    two = seal()
    assert one is not None
    assert two is not None
    assert (one.n, one.last_id, one.rows, one.prev) == (1, first[-1].pk, 3, "")
    assert (two.n, two.first_id, two.last_id, two.rows, two.prev) == (2, one.last_id + 1, second[-1].pk, 2, one.hash)
    leaves = [leaf_hash(event.leaf()) for event in AuditEvent.objects.filter(pk__gt=one.last_id).order_by("pk")]
    assert two.merkle_root == root_of(leaves).hex()
    assert two.hash == AuditSeal.objects.get(n=2).computed_hash()


@pytest.mark.django_db
def test_nothing_written_gives_no_seal() -> None:
    assert seal() is None
    make.events(1)
    assert seal() is not None
    assert seal() is None
    assert AuditSeal.objects.count() == 1


@pytest.mark.django_db
def test_numbers_lost_to_a_rollback_leave_no_hole_in_the_chain() -> None:
    make.events(1)
    seal()
    with transaction.atomic():
        make.events(5)
        transaction.set_rollback(True)
    make.events(1)
    new = seal()
    assert new is not None
    assert (new.rows, new.last_id - new.first_id + 1 >= 6) == (1, True)
    assert verify().good


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_row_committed_late_with_a_lower_number_is_never_left_out() -> None:
    taken, release = threading.Event(), threading.Event()

    def slow_writer() -> None:
        with transaction.atomic():
            record("thing.slow", actor=None)
            taken.set()
            release.wait(10)
        connections.close_all()

    writer = threading.Thread(target=slow_writer)
    writer.start()
    taken.wait(10)
    quick = threading.Thread(target=lambda: (time.sleep(0.3), release.set()))
    quick.start()
    # A second writer commits a higher number while the first has not committed yet.
    record("thing.quick", actor=None)
    new = seal()
    writer.join(10)
    assert new is not None
    assert new.rows == 2
    assert verify().good
    assert verify().unsealed == 0


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_does_not_end_postpones_the_seal() -> None:
    make.events(1)
    taken, release = threading.Event(), threading.Event()

    def stuck_writer() -> None:
        with transaction.atomic():
            record("thing.stuck", actor=None)
            taken.set()
            release.wait(20)
        connections.close_all()

    writer = threading.Thread(target=stuck_writer)
    writer.start()
    taken.wait(10)
    with pytest.raises(SealPostponed):
        seal()
    assert writer.is_alive(), "it waits for nobody who takes twenty seconds"
    seal_audit_trail()
    assert not AuditSeal.objects.exists()
    release.set()
    writer.join(10)
    seal_audit_trail()
    assert AuditSeal.objects.get().rows == 2


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_what_many_writers_commit_is_sealed_once_each() -> None:
    done = threading.Event()

    def act(index: int) -> int:
        if index >= 4:
            while not done.is_set():
                seal()
                time.sleep(0.02)
            return 0
        source, written, lost = random.Random(index), 0, 0
        for _ in range(60):
            try:
                with transaction.atomic():
                    record("thing.saved", actor=None, data={"by": index})
                    time.sleep(source.random() / 200)
                    if source.random() < 0.1:
                        raise RuntimeError
                written += 1
            except RuntimeError:
                lost += 1
        assert written + lost == 60 and lost > 0
        if index == 0:
            time.sleep(1)
            done.set()
        return written

    results = together(6, act)
    assert all(isinstance(result, int) for result in results), results
    seal()
    assert sum(results) == AuditEvent.objects.count() == sum(AuditSeal.objects.values_list("rows", flat=True))
    assert verify().good
    assert connection.is_usable()


@pytest.mark.django_db
def test_the_log_gets_the_first_seal_of_each_hour_and_those_over_weighty_acts(clock: Clock) -> None:
    def seal_after(moment: str, action: str = "thing.saved") -> None:
        clock.set(moment)
        record(action, actor=None, reason="依法")
        seal()

    seal_after("2026-03-02T10:01")
    seal_after("2026-03-02T10:31")
    seal_after("2026-03-02T10:59")
    seal_after("2026-03-02T11:00")
    seal_after("2026-03-02T11:20", "authorization.suspend")
    seal_after("2026-03-02T11:21")
    published = [json.loads(waiting.entry) for waiting in LogOutbox.objects.order_by("pk")]
    assert [entry["t"] for entry in published] == ["audit.seal"] * 3
    assert [(entry["n"], entry["hash"]) for entry in published] == [
        (n, AuditSeal.objects.get(n=n).hash) for n in (1, 4, 5)
    ]
