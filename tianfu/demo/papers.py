"""Evidence files of the demo: real PDF, made on the story's day, each marked 演示样张; drawn pictures for photos."""

import io
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from tianfu.demo.firms import Firm
from tianfu.papers.art.samples import sample_evidence
from tianfu.workflow import clock


def paper(name: str, kind: str, firm: Firm, *, number: str = "", on: date | None = None, **facts: Any) -> Any:
    """A sample as a browser would send it."""
    given = {"product": firm.product, "model": firm.models, "standard": " ".join(firm.standard), **facts}
    day = on or clock.today()
    data = sample_evidence(kind, number=number or f"DEMO-{firm.uscc[-6:]}", enterprise=firm.name, on=day, **given)
    return SimpleUploadedFile(f"{name}.pdf", data, "application/pdf")


def licence(firm: Firm) -> Any:
    return paper(
        "营业执照", "licence", firm, on=firm.established, uscc=firm.uscc, address=firm.address, person=firm.person
    )


def evidence(firm: Firm, kind: str, label: str) -> Any:
    """A file for one entry of the programme's list of evidence."""
    if kind == "test_report":
        results = [[row["indicator"], row["unit"], _demand(row), row["own"], "合格"] for row in firm.rows]
        return paper(label, "test_report", firm, results=results)
    if kind == "standard_text":
        return paper(label, "standard_text", firm, number=firm.standard[0], rows=firm.rows)
    return paper(label, "self_check", firm)


def _demand(row: dict[str, Any]) -> str:
    value = next(row[level][0] for level in ("national", "industry", "international") if level in row)
    return f"{'≥' if row['direction'] == 'higher' else '≤'} {value}"


def picture(name: str, kind: str) -> SimpleUploadedFile:
    """A drawn picture that says what it is; another name is another picture."""
    image = Image.new("RGB", (640, 480), (232, 241, 236))
    pen = ImageDraw.Draw(image)
    pen.rectangle((60, 60, 580, 420), outline=(35, 105, 76), width=6)
    pen.line((60, 420, 580, 60 + len(name)), fill=(179, 57, 43), width=4)
    data = io.BytesIO()
    image.save(data, kind)
    return SimpleUploadedFile(name, data.getvalue(), f"image/{kind.lower()}")
