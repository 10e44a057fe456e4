"""`make audit`: known weaknesses of the pinned packages, from the advisories of the package index (those that pip-audit asks).

It fails for what is known and not accepted below with a reason. An index that cannot be reached, or that keeps no
advisories (many mirrors), is said in words and stops nothing: what could not be asked is no finding.
"""

import json
import os
import re
import sys
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INDEX = "https://pypi.org/pypi"
SECONDS = 10
# Advisory → why it does not concern us. An entry goes when the package does.
ACCEPTED: dict[str, str] = {}
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;#]+)")


class Unreachable(Exception):
    """The index did not answer, or has no advisories."""


@dataclass(frozen=True)
class Finding:
    package: str
    version: str
    advisory: str
    summary: str
    fixed_in: str

    def __str__(self) -> str:
        fixed = f"已在 {self.fixed_in} 修复" if self.fixed_in else "尚无修复版本"
        return f"{self.package} {self.version}：{self.advisory}，{fixed}。{self.summary}"


def pinned(root: Path = ROOT) -> list[tuple[str, str]]:
    """Name and version of every package in the requirements files."""
    lines = [line for file in sorted(root.glob("requirements*.txt")) for line in file.read_text().splitlines()]
    return [(found[1], found[2]) for found in map(_PIN.match, lines) if found]


def findings(package: str, version: str, index: str) -> list[Finding]:
    """What is known of this version, the accepted left out. Raises Unreachable."""
    try:
        with urllib.request.urlopen(f"{index}/{package}/{version}/json", timeout=SECONDS) as answer:  # noqa: S310
            known = json.load(answer)["vulnerabilities"]
    except (OSError, ValueError, KeyError, urllib.error.URLError) as error:
        raise Unreachable(f"{package} {version}：{error}") from error
    return [
        Finding(
            package, version, row["id"], (row.get("summary") or row.get("details") or "")[:200],
            "、".join(row.get("fixed_in") or []),
        )
        for row in known
        if not row.get("withdrawn") and not ACCEPTED.keys() & {row["id"], *(row.get("aliases") or [])}
    ]  # fmt: skip


def main() -> int:
    index = os.environ.get("AUDIT_INDEX") or INDEX
    packages = pinned()
    try:
        findings(*packages[0], index)
    except Unreachable as error:
        print(f"未检查依赖包的已知漏洞：{index} 无法访问，或不提供漏洞信息（{error}）。联网后请执行 make audit。")
        return 0
    missing, found = [], []
    with ThreadPoolExecutor(8) as pool:
        for package, answer in zip(packages, pool.map(lambda one: _asked(one, index), packages), strict=True):
            missing += [package[0]] if answer is None else []
            found += answer or []
    for row in found:
        print(row)
    if missing:
        print(f"以下 {len(missing)} 个包没有查到漏洞信息：{'、'.join(missing)}。")
    print(f"已检查 {len(packages) - len(missing)} 个依赖包，发现 {len(found)} 个已知漏洞。")
    return 1 if found else 0


def _asked(package: tuple[str, str], index: str) -> list[Finding] | None:
    try:
        return findings(*package, index)
    except Unreachable:
        return None


if __name__ == "__main__":
    sys.exit(main())
