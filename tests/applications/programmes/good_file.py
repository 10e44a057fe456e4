"""The file of 天府名品, in which tests break one thing after the other."""

import re

from tests.architecture.source import ROOT

WHOLE = (ROOT / "applications" / "programmes" / "tfmp.toml").read_text()
# Without what it says of renewals, so that each fault below is one of the routes.
GOOD = re.sub(r"(# 续期:.*\n)?\[routes\.\w+\.renewal\]\n(.+\n)+\n", "", WHOLE)
QC, SD = "routes.quality_certification", "routes.self_declaration"
AGREED = '"public_notice", "approval", "agreement"]\nvalidity_policy = "validity.quality'
SECTIONS = 'sections = ["subject", "product", "standard", "comparison", "certificate", "evidence"]'
HONORS = '[honors]\nnamed = ["天府质量奖"]\nlevels = ["national", "province", "prefecture"]\n'


def table(name: str) -> str:
    """The lines of a table of the good file, header included."""
    start = GOOD.index(f"[{name}]\n")
    end = GOOD.find("\n[", start)
    return GOOD[start : end + 1]
