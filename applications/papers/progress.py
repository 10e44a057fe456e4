"""Papers that were wanted and are not there yet, and the truth about why."""

from collections.abc import Iterable
from dataclasses import dataclass

from applications.cases.models.application import Application
from applications.cases.models.filing import CasePaper
from applications.papers.letters import letters_of
from tianfu.workflow.models import Job

MAKING = "正在生成，通常几秒钟完成。"
STUCK = "正在处理，工作人员已收到提醒，办妥后会出现在这里。"
_STUCK_OR_RUNNING = {True: STUCK, False: MAKING}


@dataclass(frozen=True)
class Waiting:
    """One paper that is on its way. `stuck`: its job was parked and somebody has to look at it."""

    title: str
    stuck: bool

    @property
    def words(self) -> str:
        return _STUCK_OR_RUNNING[self.stuck]


def waiting_papers(application: Application) -> list[Waiting]:
    """What the case still waits for, in the order it was wanted. Two queries beside the case's history."""
    wanted = _wanted(application)
    undone = {job.key: job for job in Job.objects.filter(key__in=wanted).exclude(state=Job.State.DONE)}
    return [Waiting(title, undone[key].state == Job.State.PARKED) for key, title in wanted.items() if key in undone]


def _wanted(application: Application) -> dict[str, str]:
    """Title by the key of the job that makes it."""
    titles = {
        f"receipt:{filing.pk}": f"第 {filing.version} 次提交的回执和申报书" for filing in application.filings.all()
    }
    for change in application.changes.all():
        for kind in letters_of(change):
            titles[f"letter:{kind}:{change.pk}"] = CasePaper.Kind(kind).label
    return titles


def stuck(keys: Iterable[str]) -> bool:
    """Whether one of the jobs with these keys was parked."""
    return Job.objects.filter(key__in=list(keys), state=Job.State.PARKED).exists()
