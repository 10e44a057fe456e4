"""复核: what a party may do about a decision, with organ, address and last day. Until appeals are filed on the platform,
every decision says it: letter, message and page alike."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from applications.cases.standing.offices import Office, remedy_office
from applications.cases.states import ApplicationState as S
from tianfu.text.moments import beijing_day, formal_day, long_day
from tianfu.workflow.calendar.due import due_date
from tianfu.workflow.policies.values import policy

if TYPE_CHECKING:
    from applications.cases.models.application import Application
    from applications.programmes.models.programme import ProgrammeVersion

# Decisions on a case that may be looked at again.
OPEN_TO_REVIEW = (S.NOT_ACCEPTED, S.REJECTED, S.TERMINATED)


@dataclass(frozen=True)
class Remedy:
    """`days` working days from the day after the decision; `last` is the last of them, `who` says who decides."""

    office: Office
    days: int
    last: date
    who: str

    @property
    def letter(self) -> str:
        """In a formal letter."""
        return (
            f"如不服本决定，你单位可以自收到本决定之日起 {self.days} 个工作日内（最迟{formal_day(self.last)}）"
            f"向{self.office.name}书面申请复核。{self.office.contact}。{self.who}"
        )

    @property
    def message(self) -> str:
        """In a message to the people of the enterprise."""
        return (
            f"如不服本决定，您可以自收到之日起 {self.days} 个工作日内（最迟 {long_day(self.last)}）"
            f"向{self.office.name}书面申请复核。{self.office.contact}。{self.who}"
        )

    def over(self, today: date) -> bool:
        return today > self.last


def remedy(application: "Application", decided_on: date) -> Remedy:
    """For a decision that was delivered on the day it was made."""
    return remedy_against(application.programme_version, decided_on)


def remedy_against(version: "ProgrammeVersion", decided_on: date) -> Remedy:
    """For a decision about an enterprise that rests on no case."""
    days = int(policy("appeal.file_days", scope=version.programme.slug, on=decided_on))
    last = due_date(decided_on, days).date
    assert last is not None  # nothing pauses it
    return Remedy(remedy_office(version, decided_on), days, last, version.content["remedy"]["who"])


def remedy_of(application: "Application") -> Remedy | None:
    """For the page of a case that ended with a decision against the applicant."""
    if application.state not in OPEN_TO_REVIEW or application.decided_at is None:
        return None
    return remedy(application, beijing_day(application.decided_at))
