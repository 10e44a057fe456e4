"""T34: a day by which somebody must have acted stands on a page with the rule that it rests on."""

import re
from datetime import date

import pytest
from django.template import engines

from tests.architecture.source import ROOT
from tests.some import some
from tianfu.workflow.models import Policy
from tianfu.workflow.policies.catalogue import default_policies

TEMPLATES = ROOT / "templates"
# Under these names a last day reaches a template; what stands in a heading of a list is no day.
LAST_DAYS = "due_on|rectify_by|reinspect_by|limit_on|last_on|decide_by|publish_by|objection_until|retest_until|due|last"
SHOWN = re.compile(rf"\{{\{{ *([\w.]*?)({LAST_DAYS})(?:\.date)?\|\w*(?:day|latest|moment)\w* *\}}\}}")
NAMED = re.compile(r"\{% *(?:clause (?P<key>\S+)|based_on) ")

# One row of a list for many: what it opens names the rule of each.
ROWS = {
    "applications/portal/applications.html",
    "applications/portal/home.html",
    "applications/review/stages/consultation/console/list.html",
    "certification/authorizations/console/_agenda.html",
    "certification/authorizations/portal/_agenda.html",
    "certification/authorizations/suspensions/replacements/console/list.html",
    "certification/authorizations/suspensions/restorations/console/list.html",
    "certification/authorizations/work/overview/console/list.html",
    "certification/certificates/portal/confirmations.html",
    "certification/changes/console/list.html",
    "certification/duties/reports/console/list.html",
    "certification/duties/reports/portal/list.html",
    "certification/duties/usages/console/list.html",
    "components/work_items.html",
    "portal/_todos.html",
    "supervision/inspections/console/list.html",
    "supervision/inspections/inspected/portal/list.html",
    "supervision/inspections/public/list.html",
}
# Where the same page names it beside this day, or somebody chose the day.
ELSEWHERE = {
    "components/correction.html correction.due": "the head of the case says until when, with the rule, once for all its fields",
    "components/stage_rail.html stage.due": "the head of the case (where_it_stands.html) names the rule of this very day",
    "certification/duties/reports/portal/one.html report.last_on": "taking a report back leaves its day as it stands above",
    "supervision/draws/public/draw.html step.due": "the plan sets its own days, and its file is on the same page",
}
# The period in which a check is made is set by its plan or by who orders it.
CHOSEN = re.compile(r"\{\{ task\.since\|numeric_day \}\} 至 \{\{ task\.due_on\|numeric_day \}\}")


def alone(text: str) -> list[str]:
    """Last days that no clause follows before the next one; of one that is shown twice, one clause is enough."""
    text = CHOSEN.sub("", text)
    marks = sorted([(found.start(), found[1] + found[2]) for found in SHOWN.finditer(text)])
    named = [found.start() for found in NAMED.finditer(text)]
    with_clause = set()
    for place, name in marks:
        end = next((start for start, other in marks if start > place and other != name), len(text))
        if any(place < start < end for start in named):
            with_clause.add(name)
    return sorted({name for _, name in marks} - with_clause)


def test_a_last_day_is_never_shown_without_the_rule_it_rests_on() -> None:
    pages = {str(path.relative_to(TEMPLATES)): path.read_text() for path in some(TEMPLATES.rglob("*.html"))}
    found = {f"{name} {day}" for name, text in pages.items() if name not in ROWS for day in alone(text)}
    assert found - ELSEWHERE.keys() == set()
    assert ELSEWHERE.keys() - found == set(), "no longer alone: strike it from the table"
    assert {name for name in ROWS if not alone(pages[name])} == set(), "strike it from the table"


def test_a_day_that_stands_alone_would_be_found() -> None:
    assert alone("<dd>{{ row.due_on|long_day }}</dd>") == ["row.due_on"]
    assert alone('{{ row.due_on|long_day }} {{ row.last_on|day }}{% clause "a" row.at "" %}') == ["row.due_on"]
    assert alone('{{ row.due_on|long_day }}{% clause "a" row.at "" %} {{ row.due_on|long_day }}') == []


def test_every_clause_of_a_template_is_that_of_a_value_that_is_set() -> None:
    known = {entry.key for entry in default_policies()}
    named = {
        found["key"].strip('"')
        for path in some(TEMPLATES.rglob("*.html"))
        for found in NAMED.finditer(path.read_text())
        if (found["key"] or "").startswith('"')
    }
    assert len(named) > 12
    assert named - known == set()


@pytest.mark.django_db
@pytest.mark.usefixtures("reference")
def test_the_rule_is_that_of_the_day_on_which_the_time_began() -> None:
    """A value that is set later changes no deadline that runs, nor the rule beside it."""
    earlier = Policy.objects.get(key="change.decide_days", scope="")
    Policy.objects.create(
        key="change.decide_days", value=20, unit=earlier.unit, source="管理办法第九条。", valid_from=date(2026, 6, 1),
        set_at=earlier.set_at,
    )  # fmt: skip
    page = engines["django"].from_string('{% clause "change.decide_days" since "tfmp" %}')
    assert (
        page.render({"since": date(2026, 5, 31)})
        == f'<br><span class="soft clause">依据：{earlier.source.rstrip("。")}</span>'
    )
    assert page.render({"since": date(2026, 6, 1)}) == '<br><span class="soft clause">依据：管理办法第九条</span>'
    assert page.render({"since": None}) == ""
