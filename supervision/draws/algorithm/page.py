"""The re-run of a draw as a page: what the public page includes, and the same as one file that works from a disk (trust A.9)."""

import base64
import json
import re
from collections.abc import Mapping
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import escape

# Bytes of the whole page; a draw whose files do not fit is given to the page by the visitor (trust A.9).
LARGEST = 60_000
FILES = {"plan": "plan.json", "objects": "objects.jsonl", "inspectors": "inspectors.jsonl", "values": "values.json"}
RESULT = {"result": "result.json"}


def rerun_context(addresses: Mapping[str, str], log: Mapping[str, str]) -> dict[str, str]:
    """For `supervision/draws/algorithm/_rerun.html` on the site. `addresses`: by name of FILES and RESULT; `log`: plan_sha256, result_sha256."""
    return {
        "module": static("js/draw_verify.js"),
        "files": json.dumps(dict(addresses), ensure_ascii=False),
        "log": json.dumps(dict(log)) if log else "",
    }


def one_file(title: str, contents: Mapping[str, bytes], log: Mapping[str, str] | None = None) -> bytes:
    """The page with scripts and style inside. `contents`: bytes of the files by name; they are left out when they do not fit."""
    with_files = _page(title, contents, log or {})
    return with_files if len(with_files) <= LARGEST else _page(title, {}, log or {})


def _page(title: str, contents: Mapping[str, bytes], log: Mapping[str, str]) -> bytes:
    body = render_to_string("supervision/draws/algorithm/_rerun.html", {"log": json.dumps(dict(log)) if log else ""})
    files = {name: base64.b64encode(data).decode() for name, data in contents.items()}
    # Base64 and hexadecimal digits close no element; the scripts are ours, and a test looks for their end inside them.
    data = f'<script type="application/json" id="draw-files">{json.dumps(files)}</script>' if files else ""
    style = "\n".join(_without_remarks(_text(f"css/{name}.css")) for name in ("base", "draw"))
    verify = (
        re.sub(r"^export ", "", _text("js/draw_verify.js"), flags=re.M)
        + "\nglobalThis.drawVerify = { verify, oneTicket };"
    )
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title><style>{style}</style></head>\n'
        f'<body><main><div class="wrap"><h1>{escape(title)}</h1>\n{body}</div></main>{data}\n'
        f'<script type="module">{verify}</script>\n<script type="module">{_text("js/draw_page.js")}</script></body></html>\n'
    ).encode()


def _text(name: str) -> str:
    path = finders.find(name)
    assert isinstance(path, str), f"{name} is not among the static files"
    return Path(path).read_text(encoding="utf-8")


def _without_remarks(style: str) -> str:
    return re.sub(r"/\*.*?\*/\n?|^ +", "", style, flags=re.S | re.M)
