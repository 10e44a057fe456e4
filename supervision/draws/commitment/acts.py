"""承诺: in one transaction the directories are frozen, the number is taken and the hashes go into the public log.

From here on nobody can change what will be drawn from; the numbers that decide come later (trust.md A.2, state 2).
"""

import re
import secrets
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import transaction

from supervision.draws.frozen.comparison import compare_frozen
from supervision.draws.frozen.material import Material, gather, plan_json
from supervision.draws.models import DrawPlan
from supervision.draws.plans.games import DICE
from supervision.draws.plans.readiness import blocking, examine
from supervision.draws.states import DrawState
from tianfu.accounts.protection.encryption import encrypt
from tianfu.files.models import StoredFile
from tianfu.files.storage import store
from tianfu.ledger.canonical import sha256_hex
from tianfu.ledger.log.integration import latest
from tianfu.ledger.log.publication import publish
from tianfu.workflow import clock
from tianfu.workflow.door import NotPossible, advance, lock, refuse_stale
from tianfu.workflow.jobs import enqueue
from tianfu.workflow.numbers import next_serial
from tianfu.workflow.policies.values import policy
from tianfu.workflow.signatures.shown import refuse_changed

FILE_PURPOSE = "draw_file"
COMMITMENT_JOB = "draw.commitment"
_OF_RESULT = re.compile(r"(values|result)(?:-([1-9][0-9]{0,2}))?\.json")


@dataclass(frozen=True)
class Frozen:
    """What the commitment writes into the plan. Its text, which goes into the history, is the hash alone."""

    number: str
    plan_file: StoredFile
    objects_file: StoredFile
    inspectors_file: StoredFile
    register_size: int
    register_root: str
    comparison_file: StoredFile
    secret: str
    secret_commit: str

    def items(self) -> list[tuple[str, Any]]:
        """Field by field, as the plan has them."""
        return [(field.name, getattr(self, field.name)) for field in fields(self)]

    def __str__(self) -> str:
        return f"plan.json SHA-256 {self.plan_file.sha256}"


def commitment_facts(plan: DrawPlan, material: Material) -> dict[str, Any]:
    """What the second person reads before the signature, by the words of the page (`tianfu.workflow.signatures.shown`)."""
    return {
        "名称": plan.title,
        "检查对象": plan.get_object_kind_display(),
        "抽查事项": [item.code for item in plan.items.order_by("code")],
        "分层和比例": [[row["key"], row["num"], row["den"], row["min"]] for row in plan.strata],
        "随机数": [[row["id"], row["fmt"], row["event"]] for row in plan.sources],
        "检查组": [plan.team_size, plan.team_region, plan.team_need, plan.max_load],
        "时间": [plan.seed_after, plan.draw_by, plan.reveal_by, plan.visits_since, plan.visits_until],
        "公开方式": "结果暂不公开" if plan.sealed else "结果当即公开",
        "检查对象名录": material.objects_sha256,
        "检查人员名录": material.inspectors_sha256,
        "已知悉": plan.acknowledged,
        "与登记和上次名录的比较": sha256_hex(compare_frozen(plan, material, clock.today())),
    }


def commit(plan: DrawPlan, *, user: Any, seen: int, shown: str) -> DrawPlan:
    """Another organiser confirms exactly the plan and the directories of the page stamped `shown`.

    Raises the door's refusals; NotPossible carries every finding of the lint. Nothing is left behind then but files
    without a row, which the daily check of files removes.
    """
    with transaction.atomic():
        locked = lock(plan)
        refuse_stale(locked, seen)
        material = gather(locked, clock.today())
        refuse_changed(shown, commitment_facts(locked, material))
        if problems := blocking(examine(locked, material)):
            raise NotPossible(problems)
        frozen = _freeze(locked, material)
        done = advance(locked, "commit", actor=user, seen=locked.revision, frozen=frozen)
        publish(
            "draw.plan",
            {
                "number": frozen.number,
                "plan_sha256": frozen.plan_file.sha256,
                "objects_sha256": material.objects_sha256,
                "inspectors_sha256": material.inspectors_sha256,
                "seed_after": _moment(done.seed_after),
                "draw_by": _moment(done.draw_by),
            },
        )
        enqueue(COMMITMENT_JOB, f"{COMMITMENT_JOB}:{done.pk}", {"plan": done.pk})
    return done


def _freeze(plan: DrawPlan, material: Material) -> Frozen:
    now = clock.now()
    year = clock.in_beijing(now).year
    number = f"{policy('draw.number_prefix')}-{year}-{next_serial('draw', year):04d}"
    secret = secrets.token_hex(32) if plan.sealed else ""
    secret_commit = sha256_hex(f"TFMP-SECRET-1|{secret}".encode()) if secret else ""
    head = latest()
    size, root = (head.size, bytes(head.root).hex()) if head else (0, "")
    comparison = compare_frozen(plan, material, clock.in_beijing(now))
    content = plan_json(
        plan,
        number,
        material,
        secret_commit=secret_commit,
        register={"size": size, "root": root},
        comparison_sha256=sha256_hex(comparison),
    )
    return Frozen(
        number=number,
        plan_file=_keep(f"{number}-plan.json", content),
        objects_file=_keep(f"{number}-objects.jsonl", material.objects),
        inspectors_file=_keep(f"{number}-inspectors.jsonl", material.inspectors),
        register_size=size,
        register_root=root,
        comparison_file=_keep(f"{number}-comparison.json", comparison),
        secret=encrypt(secret) if secret else "",
        secret_commit=secret_commit,
    )


def _keep(name: str, content: bytes) -> StoredFile:
    if not content:
        raise NotPossible(["名录是空的，没有可抽取的对象或检查人员。"])
    return store(name, "application/json", content, FILE_PURPOSE)


def _moment(value: datetime | None) -> str:
    return value.isoformat(timespec="seconds").replace("+00:00", "Z") if value else ""


def is_dice(plan: DrawPlan) -> bool:
    """Does its chance come from dice rolled in a meeting?"""
    return any(row["id"] == DICE for row in plan.sources)


def public_file(plan: DrawPlan, name: str) -> bytes | None:
    """Content of one of the published files by its name on the public page; None for one that is not public yet."""
    frozen = {
        "plan.json": plan.plan_file,
        "objects.jsonl": plan.objects_file,
        "inspectors.jsonl": plan.inspectors_file,
        "comparison.json": plan.comparison_file,
    }
    if name in frozen:
        file = frozen[name]
        return file.read() if file is not None and plan.public else None
    match = _OF_RESULT.fullmatch(name)
    if match is None or not plan.result_open or plan.state == DrawState.DRAFT:
        return None
    rows = plan.results.select_related("file", "values_file").order_by("pk")
    # Each stays at its own number; the bare name is the one that counts.
    found = rows[int(match[2]) - 1 :].first() if match[2] else rows.filter(superseded_at=None).first()
    if found is None:
        return None
    return (found.values_file if match[1] == "values" else found.file).read()
