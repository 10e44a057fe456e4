"""Files of a draw made by hand: a small sound draw whose every part a test may change before the hashes are taken."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

VALUES = {"fc.kl8": "02-05-07-11-13-19-22-24-30-33-38-41-47-52-55-61-66-70-73-79", "fc.3d": "417"}
SECRET = "6b1f0c9e3a5d47b28c11f0aa93de47215f6e8d9c0b7a6958473625140f1e2d3c"


def canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def lines(rows: list[Any]) -> bytes:
    """Rows as lines; a row that is already bytes stands as it is."""
    return b"".join(row if isinstance(row, bytes) else canonical(row) + b"\n" for row in rows)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def thing(name: str, stratum: str = "A", region: str = "510100", need: tuple[str, ...] = (), excl: str = "") -> dict:
    return {"id": name, "stratum": stratum, "region": region, "need": list(need), "excl": excl}


def person(name: str, lead: int = 1, areas=("51",), tags=(), home="5101", recuse=(), avail: int = 1) -> dict:
    lists = {"areas": list(areas), "tags": list(tags), "recuse": list(recuse)}
    return {"id": name, "lead": lead, "home": home, "avail": avail, **lists}


def plan(**changes: Any) -> dict:
    return {
        "alg": "TFMP-DRAW-1",
        "id": "SC-2026-0001",
        "secret_commit": "",
        "sources": [
            {"id": "fc.kl8", "fmt": "S20/80", "event": "快乐8 第2026321期"},
            {"id": "fc.3d", "fmt": "D3", "event": "福彩3D 第2026321期"},
        ],
        "strata": [{"key": "A", "num": 1, "den": 4, "min": 1}, {"key": "B", "num": 1, "den": 1, "min": 0}],
        "team": {"size": 2, "region": "same", "max_load": 0},
        **changes,
    }


def dice(**changes: Any) -> dict:
    return plan(**{"sources": [{"id": "d", "fmt": "D20"}], **changes})


DICE = {"d": "01234567890123456789"}


@dataclass
class Files:
    """A draw's inputs. `plan` gets the hashes of the other two when the bytes are asked for, unless it names its own."""

    plan: Any = field(default_factory=plan)
    objects: list[Any] = field(default_factory=lambda: [thing(f"O{n}", "AAAB"[n % 4]) for n in range(8)])
    inspectors: list[Any] = field(default_factory=lambda: [person(f"P{n}", lead=n % 2) for n in range(4)])
    values: Any = field(default_factory=lambda: dict(VALUES))
    secret: Any = None

    def bytes(self) -> tuple[bytes, bytes, bytes]:
        objects, inspectors = lines(self.objects), lines(self.inspectors)
        if isinstance(self.plan, bytes):
            return self.plan, objects, inspectors
        hashes = {"objects_sha256": sha256(objects), "inspectors_sha256": sha256(inspectors)}
        return canonical({**hashes, **self.plan}), objects, inspectors

    def plan_text(self) -> str:
        return self.bytes()[0].decode()

    def with_plan(self, data: bytes) -> "Files":
        return Files(data, self.objects, self.inspectors, self.values, self.secret)

    def arguments(self) -> tuple[bytes, bytes, bytes, Any, Any]:
        return (*self.bytes(), self.values, self.secret)

    def write(self, folder: Path) -> Path:
        """As the folder that `draw_verify` reads."""
        for name, data in zip(("plan.json", "objects.jsonl", "inspectors.jsonl"), self.bytes(), strict=True):
            (folder / name).write_bytes(data)
        given = {"values": self.values} | ({} if self.secret is None else {"secret": self.secret})
        (folder / "values.json").write_text(json.dumps(given))
        return folder
