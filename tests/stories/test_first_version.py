"""Cases on a version loaded before files said everything: their letters, agreement, certificate and mark stay as they were.

`first_version.json` was written by the code of that time; with the template's own bytes unchanged, equal data is an equal
paper (`tests/papers/test_snapshots.py`).
"""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from applications.models import Application, CasePaper, Programme, ProgrammeVersion
from applications.review.acts.passages import decline, reject
from certification.authorizations.sanctions.acts import confirm, propose
from certification.models import Authorization
from tests import make
from tianfu.ledger.canonical import sha256_hex
from tianfu.papers.models import Paper
from tianfu.workflow import clock as the_clock
from tianfu.workflow.jobs import run_due
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
HERE = Path(__file__).parent
FIRST = HERE.parent / "applications" / "programmes" / "tfmp-1.toml"
KEPT = HERE / "first_version.json"
# What `tests.make` counts up from test to test.
_COUNTED = re.compile(r"DEMO-\d{4}|张\d+")
_CHANGING = re.compile(r"[0-9a-f]{64}|\d\d:\d\d(:\d\d)?(\.\d+)?(\+\d\d:\d\d|Z)?")


def first() -> ProgrammeVersion:
    """That version, as the newest, so that new drafts take it."""
    return ProgrammeVersion.objects.create(
        programme=Programme.objects.get(slug="tfmp"), version=99, payload=tomllib.loads(FIRST.read_text()),
        sha256="0" * 64, loaded_at=the_clock.now(),
    )  # fmt: skip


def said() -> dict[str, Any]:
    """What every paper of every case says, without moments and digests."""
    found = {}
    for paper in Paper.objects.order_by("pk"):
        drawn = {key: str(value) for key, value in paper.data.items() if key.endswith("_svg")}
        # `pictures` says how a mark is set (decision 0027), nothing that stands on it.
        plain = {key: value for key, value in paper.data.items() if key not in drawn and key != "pictures"}
        text = json.loads(_CHANGING.sub("…", json.dumps(plain, ensure_ascii=False, sort_keys=True)))
        found[f"{paper.kind} {paper.file.name}"] = text | {key: sha256_hex(svg.encode()) for key, svg in drawn.items()}
    return found


def plain(papers: dict[str, Any]) -> dict[str, Any]:
    return dict(json.loads(_COUNTED.sub("…", json.dumps(papers, ensure_ascii=False))))


def test_papers_on_the_first_version_are_as_they_were(reference: None, clock: Any, rewrite: bool) -> None:
    clock.set("2026-03-02")
    first()
    people = make.staff()
    for route, uscc in (("quality_certification", "91510100TFMP0101X4"), ("self_declaration", "91510700TFMP06064Y")):
        item = make.product(make.enterprise(f"样例{route[0]}有限公司", uscc=uscc), f"板式家具{route[0]}")
        make.advance_to(make.filed(route, item=item), "authorized", people, clock)
    clock.set("2026-06-01")
    refused = make.filed(item=make.product(make.enterprise("样例三有限公司", uscc="91511400TFMP121222"), "三"))
    decline(refused, user=people["prefecture"], seen=refused.revision, codes=["N1"], note="不在受理范围内。")
    item = make.product(make.enterprise("样例四有限公司", uscc="91511300TFMP11111H"), "四")
    rejected = make.advance_to(make.filed("self_declaration", item=item), "document_review", people, clock)
    facts = {"codes": ["R3"], "note": "低于标准。", "shown": NO_PAGE}
    reject(rejected, user=people["operator"], seen=rejected.revision, **facts)
    rejected = Application.objects.get(pk=rejected.pk)
    reject(rejected, user=people["operator_second"], seen=rejected.revision, **facts)
    run_due()
    mark = Authorization.objects.get(route="self_declaration")
    for act in ("suspend", "withdraw"):
        mark.refresh_from_db()
        cause = "misuse" if act == "suspend" else ""
        row = propose(mark, act, user=people["operator"], seen=mark.revision, reason="超范围使用。", cause=cause)
        mark.refresh_from_db()
        confirm(row, user=people["operator_second"], seen=mark.revision, shown=NO_PAGE)
    run_due()
    now = said()
    assert CasePaper.objects.filter(application__programme_version__version=99).count() == len(
        [name for name in now if not name.startswith(("mark_", "certificate "))]
    )
    if rewrite:
        KEPT.write_text(json.dumps(now, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    assert plain(now) == plain(json.loads(KEPT.read_text()))
