"""What counts for the risk class: kinds of fact, each with its points as a policy, and who knows the facts of an enterprise.

What the floors below know (suspensions, overdue reports, incidents) is read here; a subject above registers its own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from certification.authorizations.states import AuthorizationState, Cause
from certification.duties.incidents.states import IncidentKind, IncidentState
from certification.models import AnnualReport, AuthorizationChange, Incident, Suspension
from supervision.inspections.results.facts import facts_of
from supervision.inspections.states import ResultWord
from supervision.lists.models import BlacklistEntry
from tianfu.text.moments import numeric_day
from tianfu.workflow import clock

_CLEAN = (ResultWord.NORMAL, ResultWord.NOT_ENGAGED)
_GRAVE = (ResultWord.FALSE_DISCLOSURE, ResultWord.UNCOOPERATIVE)
# The holder's own wish and what befell a certification body say nothing about the holder.
_FAULTS = (Cause.MISUSE, Cause.QUALITY, Cause.CERTIFICATE)


@dataclass(frozen=True)
class Fact:
    """One adverse fact; `key` is the policy that holds its points, `text` what the enterprise reads."""

    key: str
    text: str


# The facts of the enterprise of this code from `since` to `day`, newest first.
FactsOf = Callable[[str, date, date], Iterable[Fact]]
_sources: dict[str, tuple[Mapping[str, str], FactsOf]] = {}


def register_facts(name: str, kinds: Mapping[str, str], facts: FactsOf) -> None:
    """`kinds`: policy of the points → how the formula is read out (“…，每次”). Called at start-up."""
    _sources[name] = (kinds, facts)


def fact_kinds() -> dict[str, str]:
    """Every kind that counts, by its policy, in words."""
    return {key: words for kinds, _ in _sources.values() for key, words in kinds.items()}


def adverse_facts(uscc: str, since: date, day: date) -> list[Fact]:
    """Of all who know something."""
    return [fact for _, facts in _sources.values() for fact in facts(uscc, since, day)]


def _checks(uscc: str, since: date, day: date) -> Iterator[Fact]:
    for fact in facts_of(uscc, since):
        if fact.word in _CLEAN:
            continue
        visited = numeric_day(fact.visited_on)
        key = "risk.grave" if fact.word in _GRAVE else "risk.found"
        yield Fact(key, f"{visited} 检查：{ResultWord(fact.word).label}")
        if fact.late:
            yield Fact("risk.late", f"{visited} 检查要求的整改逾期")


def _suspensions(uscc: str, since: date, day: date) -> Iterator[Fact]:
    rows = Suspension.objects.filter(
        authorization__holder_uscc=uscc, cause__in=_FAULTS, since__gte=clock.start_of(since)
    )
    for row in rows.select_related("authorization").order_by("-since"):
        words = f"{numeric_day(row.began_on)} 授权 {row.authorization} 暂停：{row.get_cause_display()}"
        yield Fact("risk.suspended", words)


def _withdrawals(uscc: str, since: date, day: date) -> Iterator[Fact]:
    rows = AuthorizationChange.objects.filter(
        subject__holder_uscc=uscc, target=AuthorizationState.WITHDRAWN, at__gte=clock.start_of(since)
    )
    for change in rows.select_related("subject").order_by("-at"):
        yield Fact("risk.withdrawn", f"{numeric_day(change.at)} 授权 {change.subject} 被撤销")


def _blacklist(uscc: str, since: date, day: date) -> Iterator[Fact]:
    if BlacklistEntry.objects.filter(uscc=uscc).standing(day).exists():
        yield Fact("risk.blacklisted", "在品牌黑名单中")


def _incidents(uscc: str, since: date, day: date) -> Iterator[Fact]:
    rows = Incident.objects.filter(authorization__holder_uscc=uscc, happened_on__gte=since, happened_on__lte=day)
    for row in rows.exclude(state=IncidentState.RETRACTED).order_by("-happened_on", "-pk"):
        key = "risk.test" if row.kind in (IncidentKind.FAILED_TEST, IncidentKind.LOST_TEST) else "risk.incident"
        yield Fact(key, f"{numeric_day(row.happened_on)} {row.get_kind_display()}")
        if row.late_days:
            yield Fact("risk.unreported", f"{numeric_day(row.happened_on)} {row.get_kind_display()}逾期报告")


def _reports(uscc: str, since: date, day: date) -> Iterator[Fact]:
    rows = AnnualReport.objects.overdue(day).filter(authorization__holder_uscc=uscc, last_on__gte=since)
    for row in rows.order_by("-year", "-pk"):
        yield Fact("risk.unreported", f"{row.year} 年度自查报告逾期未报送")


register_facts(
    "incidents",
    {"risk.incident": "发生重大质量事故或召回，每次", "risk.test": "检验检测不合格或失效，每次"},
    _incidents,
)
register_facts("reports", {"risk.unreported": "逾期报告或未报送年度自查报告，每次"}, _reports)
register_facts(
    "checks",
    {
        "risk.found": "检查发现问题，每次",
        "risk.grave": "弄虚作假或不配合检查，每次",
        "risk.late": "整改逾期，每次",
    },
    _checks,
)
register_facts("suspensions", {"risk.suspended": "因自身原因暂停授权，每次"}, _suspensions)
register_facts("withdrawals", {"risk.withdrawn": "授权被撤销，每次"}, _withdrawals)
register_facts("blacklist", {"risk.blacklisted": "在黑名单中"}, _blacklist)
