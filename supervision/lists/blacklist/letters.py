"""The letters of the blacklist: 列入 and 移出, numbered in the act's transaction, made by a job, kept with the entry."""

from datetime import date

from django.conf import settings
from django.urls import reverse

from applications.cases.standing.offices import Office, authority_of
from applications.cases.standing.remedies import remedy_against
from applications.models import Enterprise, ProgrammeVersion
from applications.papers.case_papers import refuse_unprintable
from applications.papers.progress import MAKING, STUCK
from supervision.lists.blacklist.paper_kinds import ENTRY, REMOVAL
from supervision.lists.blacklist.rules import RULES
from supervision.lists.models import BlacklistEntry, BlacklistPaper
from supervision.lists.states import EntryAct
from tianfu.papers import shapes
from tianfu.papers.kinds import PaperKind
from tianfu.papers.snapshots import issue_paper
from tianfu.text.moments import formal_day
from tianfu.workflow import clock
from tianfu.workflow.jobs import crash_point, enqueue, handler
from tianfu.workflow.models import Job
from tianfu.workflow.numbers import document_number, next_serial
from tianfu.workflow.policies.values import policy

LETTER_JOB = "blacklist_letter"
PAPER_PURPOSE = "blacklist_paper"
KINDS: dict[str, PaperKind] = {EntryAct.ENTER: ENTRY, EntryAct.REMOVE: REMOVAL}
# What stands in the 文号 of the kind.
_WORDS: dict[str, str] = {EntryAct.ENTER: "黑", EntryAct.REMOVE: "移"}


def programme_of(uscc: str) -> ProgrammeVersion | None:
    """By which programme we write to this enterprise: the one it last applied to, else the first of the platform."""
    rows = ProgrammeVersion.objects.select_related("programme").order_by("programme__pk", "-version")
    enterprise = Enterprise.objects.bearing(uscc).first()
    own = rows.filter(application__enterprise=enterprise).order_by("-application__pk").first() if enterprise else None
    return own or rows.first()


def next_number(uscc: str, act: str) -> str:
    """The next 文号 of this kind of letter, without gaps; empty on a platform that has no programme."""
    version, today = programme_of(uscc), clock.today()
    if version is None:
        return ""
    slug = version.programme.slug
    word = f"{policy('document.word', scope=slug, on=today)}{_WORDS[act]}"
    return document_number(word, today.year, next_serial(f"{slug}:letter:{KINDS[act].key}", today.year))


def job_key(entry: BlacklistEntry, act: str) -> str:
    return f"blacklist:{entry.pk}:{act}"


def waiting_letters(entry: BlacklistEntry) -> list[str]:
    """Letters that are wanted and not made, in words: on their way, or stuck with the technicians told."""
    keys = {job_key(entry, act): kind.label for act, kind in KINDS.items()}
    undone = Job.objects.filter(key__in=keys).exclude(state=Job.State.DONE).order_by("pk")
    return [f"{keys[job.key]}：{STUCK if job.state == Job.State.PARKED else MAKING}" for job in undone]


def want_letter(entry: BlacklistEntry, act: str, *, number: str, reason: str) -> None:
    """In the act's own transaction: what was decided goes with the job, so that a letter made late says the same."""
    if number:
        payload = {"entry": entry.pk, "act": act, "number": number, "reason": reason, "on": clock.today().isoformat()}
        enqueue(LETTER_JOB, job_key(entry, act), payload)


@handler(LETTER_JOB, label="制作黑名单决定书")
def make_letter(job: Job) -> None:
    """Make and keep the letter; a second run finds it made."""
    entry, act = BlacklistEntry.objects.get(pk=job.payload["entry"]), job.payload["act"]
    if BlacklistPaper.objects.filter(entry=entry, act=act).exists():
        return
    kind = KINDS[act]
    with refuse_unprintable():
        sheet = letter_sheet(entry, act, job.payload["number"], job.payload["reason"], job.payload["on"])
        name = f"{kind.label}-{sheet.number}.pdf"
        paper = issue_paper(kind.key, sheet.template, sheet, name=name, purpose=PAPER_PURPOSE, key=job.key)
    crash_point("paper.blacklist")
    BlacklistPaper.objects.get_or_create(entry=entry, act=act, defaults={"paper": paper, "created_at": clock.now()})


def letter_sheet(entry: BlacklistEntry, act: str, number: str, reason: str, on: str) -> shapes.Letter:
    """`on`: the day of the act. The QR leads to what the public list says of this enterprise now."""
    version, day = programme_of(entry.uscc), date.fromisoformat(on)
    if version is None:
        raise LookupError("no programme")  # `want_letter` asked for a number of it
    office, title = authority_of(version, day), KINDS[act].label
    entering = act == EntryAct.ENTER
    return shapes.Letter(
        number=number,
        made_at=clock.now(),
        programme=version.payload["name"],
        issuer=office.name,
        kind_label=title,
        title=title,
        addressee=entry.name,
        subject=_subject(entry),
        paragraphs=_entered(entry, version, office, reason) if entering else _removed(entry, version, office, reason),
        closing=_CLOSING if entering else ["公开的黑名单不再列出你单位，你单位可以提交申报。"],
        remedies=[remedy_against(version, day).letter] if entering else [],
        contact=office.contact,
        signed_on=day,
        verify_url=f"{settings.PUBLIC_URL}{reverse('blacklist')}?q={entry.uscc}",
    )


_CLOSING = [
    "在列期间，你单位不能提交申报，在审的申报不能通过。名称、事由类别、文号和期限在平台公开；期满后不再列出。",
    "事由消除的，你单位可以书面申请移出，由两名工作人员核实后决定。",
]


def _subject(entry: BlacklistEntry) -> list[tuple[str, str]]:
    since = formal_day(entry.since) if entry.since else ""
    until = f"至{formal_day(entry.until)}止" if entry.until else "至移出之日止"
    rows = [
        ("企业名称", entry.name),
        ("统一社会信用代码", entry.uscc),
        ("事由类别", entry.get_grounds_display()),
        ("列入文号", entry.number),
        ("在列期限", f"自{since}{until}" if since else ""),
    ]
    return [row for row in rows if row[1]]


def _entered(entry: BlacklistEntry, version: ProgrammeVersion, office: Office, reason: str) -> list[str]:
    period = f"，期限 {entry.months} 个月" if entry.months else ""
    since = formal_day(entry.since) if entry.since else ""
    return [
        f"{office.self_name}由两名工作人员审查，决定自{since}起将你单位列入“{version.payload['name']}”品牌黑名单{period}。",
        f"事实和依据：{reason}",
        f"规定：{RULES['enter'].clause}。",
    ]


def _removed(entry: BlacklistEntry, version: ProgrammeVersion, office: Office, reason: str) -> list[str]:
    day = formal_day(clock.in_beijing(entry.removed_at)) if entry.removed_at else ""
    return [
        f"{office.self_name}由两名工作人员核实，决定自{day}起将你单位移出“{version.payload['name']}”品牌黑名单。",
        f"理由：{reason}",
    ]
