"""What acts cost: `python -m bench.acts` prints it as JSON. Each is done for real and taken back; files go to a folder
that is removed. Processor time of this process; waiting for the disk at the end of a transaction is not in it."""

import json
import logging
import sys
import tempfile
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import django
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from bench.copies import FAR
from bench.draw import measure as draw
from bench.register import copy

CERTIFICATES = 12
ROWS = 1_000


def timed(act: Callable[[], Any]) -> tuple[float, float, int]:
    """(seconds, processor seconds, queries) of one act, which is taken back."""
    from django.test.utils import CaptureQueriesContext

    with transaction.atomic():
        with CaptureQueriesContext(connection) as found:
            began, work = time.perf_counter(), time.process_time()
            act()
            seconds, work = time.perf_counter() - began, time.process_time() - work
        transaction.set_rollback(True)
    return seconds, work, len(found)


def said(runs: list[tuple[float, float, int]], parts: int = 1) -> str:
    seconds, work, queries = (median(run[place] for run in runs) / parts for place in range(3))
    return f"{1000 * seconds:.0f} ms, processor {1000 * work:.0f} ms, {queries:.0f} queries"


def submitting() -> str:
    from applications.cases.filings.submission import submit
    from applications.cases.rules.completeness import submission_problems
    from applications.models import Application
    from tianfu.workflow.signatures.shown import NO_PAGE

    drafts = Application.objects.filter(pk__lt=FAR, state="draft", number=None).order_by("pk")
    ready = next(row for row in drafts if not submission_problems(row))
    return said(
        [timed(lambda: submit(ready, user=ready.created_by, seen=ready.revision, shown=NO_PAGE)) for _ in range(9)]
    )


def issuing() -> str:
    """From the decision to the mark in force: number, certificate, mark package, activation."""
    from certification.issuing.steps import issue_authorization

    with transaction.atomic():
        made = _pending()
        issue_authorization(made.pop())  # fonts and templates are read once
        runs = [timed(lambda pk=pk: issue_authorization(pk)) for pk in made]
        transaction.set_rollback(True)
    return f"{said(runs)}; {1 / median(run[1] for run in runs):.1f} a second and core"


def _pending() -> list[int]:
    """So many copies of a mark in force, as they were before they were issued."""
    from applications.models import Application, Product
    from certification.models import Authorization

    seed = Authorization.objects.filter(pk__lt=FAR, state="active").order_by("pk")[0]
    last = Authorization.objects.order_by("-pk")[0].pk
    key, plan = f"{last + FAR} + c", f"generate_series(1, {CERTIFICATES}) c"
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set local session_replication_role = replica")
        copy(cursor, Product, f"from {plan} join applications_product s on s.id = {seed.product_id}",
             {"id": key, "models_text": "'M-' || c"})  # fmt: skip
        copy(cursor, Application, f"from {plan} join applications_application s on s.id = {seed.application_id}",
             {"id": key, "product_id": key, "number": f"s.number || '-{last}-' || c"})  # fmt: skip
        copy(cursor, Authorization, f"from {plan} join certification_authorization s on s.id = {seed.pk}",
             {"id": key, "product_id": key, "application_id": key, "number": "null", "published_at": "null",
              "state": "'pending'", "revision": "0"})  # fmt: skip
        cursor.execute("set local session_replication_role = origin")
    return [last + FAR + number for number in range(1, CERTIFICATES + 1)]


def importing() -> str:
    from supervision.directories.imports.intake import preview, take
    from supervision.directories.imports.rows import COLUMNS, Target
    from supervision.directories.models import InspectionObject
    from supervision.directories.vocabulary import tag_labels
    from tianfu.accounts.models import User
    from tianfu.files.sheets.spreadsheets import csv_bytes
    from tianfu.workflow.signatures.shown import NO_PAGE

    actor = User.objects.get(email="planner@demo.example")
    label = next(iter(tag_labels().values()))
    codes = InspectionObject.objects.filter(kind="authorization").values_list("code", flat=True)[:ROWS]
    table = csv_bytes([name for name, _ in COLUMNS[Target.OBJECT_TAGS]], [[code, label] for code in codes])
    runs = []
    for _ in range(3):
        file = SimpleUploadedFile("标签.csv", table)
        runs.append(
            timed(lambda file=file: take(preview(Target.OBJECT_TAGS, file, actor=actor), actor=actor, shown=NO_PAGE))
        )
    return said(runs)


def main() -> None:
    logging.disable(logging.WARNING)
    found = {
        "submit": submitting(),
        "issue one certificate with its marks": issuing(),
        f"import {ROWS:,} rows": importing(),
    }
    found["draw"] = draw(10_000).strip()
    json.dump(found, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        settings.MEDIA_ROOT = folder
        main()
