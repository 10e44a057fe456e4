"""A stage as a room: one subclass in `review/stages/<key>/stage.py` says everything about it.

A leaf: it imports no model, so that rules and every surface may ask the registry. Nothing outside names a key.
"""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Q

from applications.cases.stages.clock import pauses_since, stage_clock
from applications.cases.stages.form import StageForm
from applications.cases.stages.phase import Phase
from applications.cases.stages.readers import Standing
from tianfu.accounts.roles import Role
from tianfu.text.moments import beijing_day
from tianfu.workflow.calendar.due import Due
from tianfu.workflow.calendar.holiday_calendar import Calendar

if TYPE_CHECKING:
    from applications.cases.models.application import Application


class Stage:
    """One stage of an application.

    `roles` act first; where `second_roles` is set the stage needs two different people and
    only the second one's act passes it. `regional` stages belong to the officers of the
    enterprise's prefecture. The time allowed is the policy `stage.<key>.days` (working days).
    """

    key: ClassVar[str]
    label: ClassVar[str]
    # What the applicant reads while the case is here.
    applicant_label: ClassVar[str]
    roles: ClassVar[tuple[Role, ...]] = ()
    second_roles: ClassVar[tuple[Role, ...]] = ()
    regional: ClassVar[bool] = False
    by_system: ClassVar[bool] = False
    # Which other verbs officers of this stage have.
    may_correct: ClassVar[bool] = False
    may_decline: ClassVar[bool] = False
    may_reject: ClassVar[bool] = True
    verb_label: ClassVar[str] = "通过"
    # What the officer whose turn it is reads in the list of what waits for them.
    todo: ClassVar[str] = "请办理。"
    clause: ClassVar[str] = ""
    form_class: ClassVar[type[StageForm]] = StageForm
    # Passed on an officer's own record: what the person must have answered and written (`review_problems`).
    on_review: ClassVar[bool] = True
    # The sentence when the opinion is missing; "" = the stage asks for none.
    opinion_missing: ClassVar[str] = ""
    # The facts this stage's passing rests on: a section, one of its rows as "section.row", or "*" for all. When a
    # correction changes one after the stage was passed, the case comes back here (`review.foundations`).
    rests_on: ClassVar[tuple[str, ...]] = ()
    # What a programme that names this stage must also bring: the kind of basis its route rests on ("" = any), sections
    # of the form, versioned texts, a checklist of its own.
    phase: ClassVar[Phase] = Phase.REVIEW
    basis: ClassVar[str] = ""
    needs_sections: ClassVar[tuple[str, ...]] = ()
    texts: ClassVar[tuple[str, ...]] = ()
    has_checklist: ClassVar[bool] = False
    # Both people decide and neither may have acted on the case elsewhere (the second one never may).
    independent: ClassVar[bool] = False
    # Whether officers pass it on the decision panel; else by a page of its own, from outside or by the clock.
    passes_on_panel: ClassVar[bool] = True
    # What it asks of the enterprise: said to it, said of it. None = it asks nothing.
    asked: ClassVar[tuple[str, str] | None] = None
    # What the enterprise's start page calls that act.
    enterprise_act: ClassVar[str] = ""
    # How the history names its passing (else 通过 and the label); whether another message tells of it.
    passed_words: ClassVar[str] = ""
    passes_silently: ClassVar[bool] = False
    # What a retraction from here sets off besides, for the desk.
    retraction: ClassVar[str] = ""
    # Rows of its own that the console reads with a case: to select, to prefetch. What it shows on the page of the case,
    # on the console and in the portal, wherever the case stands: templates with `application`, the latter `stage_shown`.
    reads_rows: ClassVar[tuple[str, ...]] = ()
    reads_sets: ClassVar[tuple[str, ...]] = ()
    review_template: ClassVar[str] = ""
    portal_template: ClassVar[str] = ""

    @property
    def policy_key(self) -> str:
        return f"stage.{self.key}.days"

    def problems(self, application: "Application") -> list[str]:
        """What is still missing before the case may pass, in words. Empty = may pass."""
        return []

    def first_problems(self, application: "Application") -> list[str]:
        """What is missing before the first of two people may act; the second act checks `problems`."""
        return self.problems(application)

    def questions(self, application: "Application") -> dict[str, str]:
        """What the officer must confirm, by key, in the words of this case; all of it before the case passes."""
        return {}

    def review_problems(self, application: "Application", opinion: str, answers: Mapping[str, Any]) -> list[str]:
        """What this person's record still lacks before it may pass the stage; empty = complete."""
        open_ones = [text for key, text in self.questions(application).items() if not confirmed(answers.get(key))]
        problems = [f"请核对“{text}”。不符合的，请要求补正、退回或不予通过。" for text in open_ones]
        if self.opinion_missing and not opinion.strip():
            problems.append(self.opinion_missing)
        return problems

    def kept(self, application: "Application", answers: Mapping[str, Any]) -> dict[str, Any]:
        """The answers as they are kept with the review: each question's text as it stood, and the answer."""
        asked = self.questions(application)
        return {key: {"text": text, "answer": confirmed(answers.get(key))} for key, text in asked.items()}

    def awaits_officer(self) -> Q:
        """Which of the cases at this stage an officer can move on now; the others wait for somebody outside."""
        return Q()

    def objections(self, application: "Application", actor: Any, inputs: Mapping[str, Any]) -> list[str]:
        """What is wrong with this person passing it with these inputs."""
        return []

    def _holds(self, application: "Application", user: Any, roles: tuple[Role, ...]) -> bool:
        region = application.region_id if self.regional else None
        return any(user.has_role(role, region, application.programme_slug) for role in roles)

    def may_work(self, application: "Application", user: Any) -> bool:
        """May open the case's decision panel here, in whichever of the two places."""
        return self._holds(application, user, self.roles + self.second_roles)

    def may_first(self, application: "Application", user: Any) -> bool:
        return self._holds(application, user, self.roles)

    def may_second(self, application: "Application", user: Any) -> bool:
        return self._holds(application, user, self.second_roles)

    def may_pass(self, application: "Application", user: Any) -> bool:
        """Whose act calls the door: the second person's where there are two."""
        return self.may_second(application, user) if self.second_roles else self.may_first(application, user)

    def entered(self, application: "Application", change: Any) -> None:
        """Called in the transition's transaction when the case arrives here."""

    def left(self, application: "Application", change: Any) -> None:
        """Called in the transition's transaction when the case goes from here."""

    # ---- its time
    def clock(self, application: "Application", calendar: Calendar | None = None) -> Due | None:
        """The clock of a case that stands here; None = none runs."""
        return stage_clock(application, self.policy_key, calendar)

    def pause(self, application: "Application") -> tuple[date | None, str]:
        """Since when, and why, the clock of a case that stands here has no date."""
        since = application.stage_since
        pauses = [row for row in pauses_since(application, since) if row.until is None] if since is not None else []
        return (beijing_day(pauses[0].since), pauses[0].cause) if pauses else (None, "等待有关方面答复")

    def time_over(self, today: date) -> int:
        """Every day, for all cases here: what happens when time is over. May run twice; returns how many moved."""
        return 0

    def time_near(self, today: date) -> int:
        """Every day, for all cases here: whom the stage waits for is told that time is nearly over, once. May run twice;
        returns how many were looked at."""
        return 0

    def remind(self, application: "Application") -> None:
        """The enterprise's time here is nearly over (policy `<key>.reminder_days`); tells once."""

    def lapse_problems(self, application: "Application") -> list[str]:
        """Why the case does not lapse although the enterprise's time here is over."""
        return []

    def recomputed(self, application: "Application") -> None:
        """A new calendar or policy may have moved the days of a case that stands here: bring the stage's own up to it."""

    # ---- what people read
    def waits_for_enterprise(self, application: "Application") -> bool:
        """Has the enterprise still to do what the stage asks of it?"""
        return self.asked is not None

    def to_decide(self, application: "Application") -> bool:
        """Has what the stage waits for come, so that its desk must decide?"""
        return False

    def sentence(self, standing: Standing) -> str:
        """The stage's own sentence of where the case stands; "" = the usual patterns."""
        return ""

    def status(self, application: "Application") -> str:
        """What the enterprise's list calls the state of a case that stands here."""
        return application.get_state_display()

    def portal_act(self, application: "Application", user: Any) -> dict[str, str] | None:
        """The button on the enterprise's page of the case: label and url."""
        return None

    def portal_shown(self, application: "Application") -> dict[str, Any]:
        """What `portal_template` shows."""
        return {}

    def panel_acts(self, application: "Application") -> list[dict[str, Any]]:
        """Further buttons of the decision panel: label, kind, url."""
        return []

    def facts(self, application: "Application") -> dict[str, Any]:
        """What there is of this stage that an officer must have seen before he signs, wherever the case stands."""
        return {}

    def passing(self, application: "Application") -> dict[str, str] | None:
        """What passing sets off that cannot be taken back: what, told, public, undo. None = it can be sent back."""
        return None

    def arriving(self, application: "Application") -> dict[str, str] | None:
        """The same, of a case's arrival here."""
        return None

    def after_decision(self, application: "Application", by: str) -> str:
        """What the message of the decision says comes next, when the case came here by it; `by`: ，最迟 …, or "". "" = the
        usual words."""
        return ""

    # ---- messages; True = told, nothing else is said of this passage
    def tell_arrived(self, application: "Application") -> bool:
        return False

    def tell_authorized(self, application: "Application", change: Any) -> bool:
        return False


def confirmed(answer: Any) -> bool:
    """An answer as a caller gives it: True, or the kept form {"text", "answer"}. Anything else is no confirmation."""
    return (answer.get("answer") if isinstance(answer, Mapping) else answer) is True


_registry: dict[str, Stage] = {}


def register(stage: type[Stage]) -> type[Stage]:
    _registry[stage.key] = stage()
    return stage


def stage(key: str) -> Stage:
    """The stage's module; KeyError when the programme names one that nobody wrote."""
    return _registry[key]


def registered() -> dict[str, Stage]:
    return dict(_registry)
