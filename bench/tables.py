"""The measured figures as a table of Markdown, and its place in docs/performance.md."""

import re
from typing import Any

from deploy.places import ROOT

KEPT = ROOT / "docs" / "performance.md"


def text(found: dict[str, Any]) -> str:
    """The whole result as Markdown."""
    parts = []
    size = found["size"]
    if "pages" in found:
        parts.append(_pages(found["pages"], size))
    if "acts" in found:
        acts = found["acts"]
        parts.append("| act | |\n| --- | --- |\n" + "\n".join(f"| {name} | {said} |" for name, said in acts.items()))
    if "memory" in found:
        said = "; ".join(found["memory"])
        parts.append(
            f"Memory of the web server's processes, at the start → after 10,000 requests (parent first): {said}."
        )
    return "\n\n".join(parts) + "\n"


def _pages(pages: dict[str, Any], size: str) -> str:
    head = ["page", "of the bare page", "cached", "median / p95, 4 connections", "alone, demo → here", "growth",
            "processor, bare / page", "queries", "bytes"]  # fmt: skip
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    for name, at in pages.items():
        here, demo = at[size], at["demo"]
        cached = f"{at['cached']['ratio']:.0%}" if "cached" in at else ""
        growth = here["alone"] / demo["alone"]
        queries = (
            str(here["queries"]) if here["queries"] == demo["queries"] else f"{demo['queries']} → {here['queries']}"
        )
        cells = [name, f"{here['ratio']:.0%}", cached, f"{here['median']:.1f} / {here['p95']:.1f} ms",
                 f"{demo['alone']:.1f} → {here['alone']:.1f} ms", f"{growth:.1f}", f"{here['bare']:.1f} / {here['work']:.1f} ms", queries,
                 f"{here['bytes']:,}"]  # fmt: skip
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def keep(name: str, table: str) -> None:
    """Put the table between the marks of this name; marks that are not there are added at the end."""
    begin, end = f"<!-- bench {name} -->", "<!-- end -->"
    said = KEPT.read_text()
    block = f"{begin}\n{table}{end}"
    found = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    said = found.sub(lambda _: block, said) if begin in said else f"{said.rstrip()}\n\n{block}\n"
    KEPT.write_text(said)
