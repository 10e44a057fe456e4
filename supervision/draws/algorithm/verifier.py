"""A draw checked from its folder: `plan.json objects.jsonl inspectors.jsonl values.json` in, the canonical result out."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from supervision.draws.algorithm import canonical
from supervision.draws.algorithm.plan import read_plan
from supervision.draws.algorithm.refusal import Refusal
from supervision.draws.algorithm.selection import Drawn, draw

REFUSED = 2
USAGE = "用法：python manage.py draw_verify 目录\n目录中是 plan.json、objects.jsonl、inspectors.jsonl、values.json。\n"


def verify_folder(folder: Path) -> Drawn:
    """Raises Refusal; a file that is missing is refused by the check that needs it, in the order of the checks."""
    plan, objects, inspectors = (_content(folder / name) for name in ("plan.json", "objects.jsonl", "inspectors.jsonl"))
    if plan is None:
        raise Refusal("FORMAT", "目录中没有可读的 plan.json。")
    if objects is None or inspectors is None:
        read_plan(plan)
        missing = "objects.jsonl" if objects is None else "inspectors.jsonl"
        raise Refusal("COMMIT", f"目录中没有可读的 {missing}，方案所载的 SHA-256 无从核对。")
    given = read_values(_content(folder / "values.json") or b"")
    return draw(plan, objects, inspectors, given.get("values"), given.get("secret"))


def read_values(data: bytes) -> dict[str, Any]:
    """`values` and `secret` of values.json, which people write: any spelling, but no key twice. Empty when unreadable."""
    try:
        given, _ = canonical.read(data, "values.json", lax=True)
    except Refusal:
        return {}
    return given if isinstance(given, dict) else {}


def main(arguments: Sequence[str]) -> int:
    """`draw_verify` without Django: one folder, or how it is called (1, on request 0)."""
    if len(arguments) == 1 and not arguments[0].startswith("-"):
        return print_verified(arguments[0])
    asked = arguments in (["-h"], ["--help"])
    (sys.stdout if asked else sys.stderr).write(USAGE)
    return 0 if asked else 1


def print_verified(folder: str) -> int:
    """The command: 0 with the result on standard output, 2 with the refusal on standard error."""
    try:
        drawn = verify_folder(Path(folder))
    except Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return REFUSED
    # Bytes, not text: the hash of what is printed is the hash that was published.
    sys.stdout.flush()
    sys.stdout.buffer.write(drawn.canonical)
    sys.stdout.buffer.flush()
    return 0


def _content(path: Path) -> bytes | None:
    """None for what is no file: a pipe would be waited for without end, a device never ends."""
    try:
        return path.read_bytes() if path.is_file() else None
    except (OSError, ValueError):  # ValueError: a name with NUL
        return None
