"""QR codes of papers and marks: one upper-case address per number."""

from functools import lru_cache
from urllib.parse import urlsplit

import segno
from django.conf import settings

QUIET_ZONE = 4  # modules, ISO/IEC 18004


def verify_url(number: str) -> str:
    """The printed address of `number`, upper-case so that the code stays small (alphanumeric mode).

    Scheme and host are case-insensitive; the verify page reads the path in upper case.
    """
    parts = urlsplit(settings.PUBLIC_URL)
    return f"{parts.scheme}://{parts.netloc}/V/{number}".upper()


# A mark's pictures and the certificate bear the same address, one after the other.
_KEPT = 64


def modules(text: str, error: str = "m") -> list[list[bool]]:
    """The dark modules of the code for `text`, row by row, without the quiet zone."""
    code = segno.make_qr(text, error=error, boost_error=False)
    return [[bool(cell) for cell in row] for row in code.matrix]


@lru_cache(maxsize=_KEPT)
def path(text: str, error: str = "m") -> tuple[str, int]:
    """SVG path data of the dark modules in a square of the returned side (quiet zone included).

    One single path: separate rectangles would show hairlines between the rows in some viewers.
    """
    rows = modules(text, error)
    runs: list[str] = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                runs.append(f"M{start + QUIET_ZONE} {y + QUIET_ZONE}h{x - start}v1h-{x - start}z")
            x += 1
    return "".join(runs), len(rows) + 2 * QUIET_ZONE


def svg(text: str, *, error: str = "m", dark: str = "#1b2125") -> str:
    """The code as a self-contained SVG on white with its quiet zone. Same text, same bytes."""
    data, side = path(text, error)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{side}" height="{side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="{dark}" d="{data}"/></svg>'
    )
