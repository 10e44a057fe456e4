"""What Python tells people is shown in the words of the programme it is about: every template says it by {% spoken … %}."""

import re

from tests.architecture.source import ROOT
from tests.some import some

# Names under which refusals, reasons, acts and causes arrive in templates.
TOLD = re.compile(
    r"\{\{ *(?:[a-z_]+\.)*(?:problem|error|barred|problems\.0|barred\.0|follows|cured_by|get_cause_display)(?:\|[^}]*)? *\}\}"
    r"|\{\{ *(?:act|check)\.label(?:\|[^}]*)? *\}\}|\{\{ *consequences\."
)
# A yes or no is asked of it, nothing of it is shown.
ASKED = "second.barred|yesno"


def test_what_python_tells_people_is_spoken() -> None:
    raw = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in some((ROOT / "templates").rglob("*.html"))
        for found in TOLD.finditer(path.read_text(encoding="utf-8"))
        if ASKED not in found[0]
    ]
    assert raw == [], "write {% spoken … %}: it says 认定 where the programme does"


def test_what_is_shown_as_it_is_would_be_found() -> None:
    shown = (
        "{{ problem }}",
        "{{ kind.error }}",
        "{{ act.label }}",
        "{{ row.suspension.get_cause_display }}",
        "{{ problem|safe }}",
    )
    assert [text for text in shown if not TOLD.search(text)] == []
    assert not TOLD.search("{% spoken problem %}")
