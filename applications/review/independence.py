"""Who may decide as the independent person: nobody who acted on the case, in any round (four eyes, design 3).

The one answer for every second signature and for the decision itself. Upper floors register what else counts as an
act on a case (a body's confirmation). A leaf: it reads the case's own rows, so that the door's rules may ask it.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet, TextField, Value

from applications.stage import registered
from applications.states import ApplicationState

if TYPE_CHECKING:
    from applications.models import Application

# (application, user) → querysets of that person's acts; what the act was is added by `_named`.
Source = Callable[["Application", Any], Iterable[tuple[str, "QuerySet[Any]"]]]
_sources: list[Source] = []


def register_acts(source: Source) -> Source:
    """Let `source` say which further rows are acts of a person on a case."""
    if source not in _sources:
        _sources.append(source)
    return source


def acts_on(application: "Application", user: Any, *, second: bool = True) -> list[str]:
    """What `user` has done on the case so far, in words and without repetition; [] = never acted on it. One query.

    For a second person, earlier second signatures at the stage where the case stands are left out: who decided there
    independently before the case came back did not thereby take part in preparing it. For a first person
    (`second=False`) everything done at this stage is left out: proposing there again is the same work.
    """
    here = str(application.state)
    rows = [
        *_reviewed(application, user, here, second),
        *_signed(application, user, here, second),
        *_moved(application, user, here, second),
        *_filled(application, user),
        *(entry for source in _sources for entry in source(application, user)),
    ]
    named = [_named(words, found) for words, found in rows]
    return sorted(set(named[0].union(*named[1:]).values_list("what", flat=True)))


def independence_problems(application: "Application", user: Any, *, second: bool = True) -> list[str]:
    """One sentence against `user` as the independent person; empty = independent."""
    done = acts_on(application, user, second=second)
    if not done:
        return []
    return [f"您参与过本件的办理（{'、'.join(done)}），须由未参与本件的人员作出决定。"]


def _named(words: str, rows: "QuerySet[Any]") -> "QuerySet[Any]":
    return rows.order_by().annotate(what=Value(words, output_field=TextField())).values("what")


def _paired(key: str) -> bool:
    room = registered().get(key)
    return room is not None and bool(room.second_roles)


def _reviewed(application: "Application", user: Any, here: str, second: bool) -> Iterable[Any]:
    reviews, corrections = application.reviews.filter(reviewed_by=user), application.corrections.filter(opened_by=user)
    if not second:
        reviews, corrections = reviews.exclude(stage=here), corrections.exclude(stage=here)
    elif _paired(here):
        # Where two people act, "pass_stage" is what the second one wrote; the first one's is "propose_pass".
        reviews = reviews.exclude(stage=here, act="pass_stage")
    yield "审查", reviews
    yield "要求补正", corrections


def _signed(application: "Application", user: Any, here: str, second: bool) -> Iterable[Any]:
    signed, at_this_stage = application.endorsements.all(), Q(act__endswith=f":{here}")
    if not second:
        signed = signed.exclude(at_this_stage)
    yield "提出意见", signed.filter(first_by=user)
    yield "复核", signed.filter(second_by=user).exclude(at_this_stage)
    yield "撤下提议", signed.filter(withdrawn_by=user)
    yield "签署", application.signatures.filter(signed_by=user)


def _moved(application: "Application", user: Any, here: str, second: bool) -> Iterable[Any]:
    changes = application.changes.filter(actor=user)
    if not second:
        changes = changes.exclude(source=here)
    elif _paired(here):
        changes = changes.exclude(source=here, transition="pass_stage")
    yield "经办", changes
    notice = getattr(application, "notice", None)
    if notice is not None and (second or here != ApplicationState.PUBLIC_NOTICE):
        yield "异议登记或核查", notice.objections.filter(Q(recorded_by=user) | Q(closed_by=user))


def _filled(application: "Application", user: Any) -> Iterable[Any]:
    """What a former member of the enterprise did on its side."""
    yield "填报", application.answers.filter(saved_by=user)
    yield "填报", application.evidence.filter(added_by=user)
    yield "提交", application.filings.filter(filed_by=user)
    yield "填报", type(application)._default_manager.filter(pk=application.pk, created_by=user)
