"""Who may decide as the independent person: nobody who acted on the case, in any round (four eyes, design 3).

The one answer for every second signature and for the decision itself. Upper floors register what else counts as an
act on a case (a body's confirmation). A leaf: it reads the case's own rows, so that the door's rules may ask it.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField, Value

from applications.cases.stages.stage import registered

if TYPE_CHECKING:
    from applications.cases.models.application import Application

# (case, user) → querysets of that person's acts on the case; what the act was is added by `_named`. `case` is an
# application, or an outer reference to one when a whole list is asked at once: it may only stand in filters.
Source = Callable[[Any, Any], Iterable[tuple[str, "QuerySet[Any]"]]]
_sources: list[tuple[Source, str]] = []


def register_acts(source: Source, stage: str = "") -> Source:
    """Let `source` say which further rows are acts of a person on a case: done at `stage`, or wherever it stands."""
    if (source, stage) not in _sources:
        _sources.append((source, stage))
    return source


def acts_on(application: "Application", user: Any, *, second: bool = True) -> list[str]:
    """What `user` has done on the case so far, in words and without repetition; [] = never acted on it. One query.

    For a second person, earlier second signatures at the stage where the case stands are left out: who decided there
    independently before the case came back did not thereby take part in preparing it. For a first person
    (`second=False`) everything done at this stage is left out: proposing there again is the same work.
    """
    named = [_named(words, found) for words, found in _acts(application, user, str(application.state), second)]
    return sorted(set(named[0].union(*named[1:]).values_list("what", flat=True)))


def took_part(case: OuterRef, user: Any, here: str, *, second: bool = True) -> Q:
    """The same for a list of cases that all stand at stage `here`: true where `user` is not independent."""
    wanted = Q(pk__in=[])
    for _, rows in _acts(case, user, here, second):
        wanted |= Q(Exists(rows))
    return wanted


def independence_problems(application: "Application", user: Any, *, second: bool = True) -> list[str]:
    """One sentence against `user` as the independent person; empty = independent."""
    done = acts_on(application, user, second=second)
    if not done:
        return []
    return [f"您参与过本件的办理（{'、'.join(done)}），须由未参与本件的人员作出决定。"]


def _named(words: str, rows: "QuerySet[Any]") -> "QuerySet[Any]":
    return rows.order_by().annotate(what=Value(words, output_field=TextField())).values("what")


def _acts(case: Any, user: Any, here: str, second: bool) -> list[tuple[str, "QuerySet[Any]"]]:
    return [
        *_reviewed(case, user, here, second),
        *_signed(case, user, here, second),
        *_moved(case, user, here, second),
        *_filled(case, user),
        *(entry for source, stage in _sources if second or here != stage for entry in source(case, user)),
    ]


def _rows(model: str, **wanted: Any) -> "QuerySet[Any]":
    # By name: this leaf is below the models.
    return apps.get_model("applications", model)._default_manager.filter(**wanted)


def _paired(key: str) -> bool:
    room = registered().get(key)
    return room is not None and bool(room.second_roles)


def _reviewed(case: Any, user: Any, here: str, second: bool) -> Iterable[Any]:
    reviews = _rows("StageReview", application=case, reviewed_by=user)
    corrections = _rows("Correction", application=case, opened_by=user)
    if not second:
        reviews, corrections = reviews.exclude(stage=here), corrections.exclude(stage=here)
    elif _paired(here):
        # Where two people act, "pass_stage" is what the second one wrote; the first one's is "propose_pass".
        reviews = reviews.exclude(stage=here, act="pass_stage")
    yield "审查", reviews
    yield "要求补正", corrections


def _signed(case: Any, user: Any, here: str, second: bool) -> Iterable[Any]:
    signed, at_this_stage = _rows("ApplicationEndorsement", subject=case), Q(act__endswith=f":{here}")
    if not second:
        signed = signed.exclude(at_this_stage)
    yield "提出意见", signed.filter(first_by=user)
    yield "复核", signed.filter(second_by=user).exclude(at_this_stage)
    yield "撤下提议", signed.filter(withdrawn_by=user)
    yield "签署", _rows("Signature", application=case, signed_by=user)


def _moved(case: Any, user: Any, here: str, second: bool) -> Iterable[Any]:
    changes = _rows("ApplicationChange", subject=case, actor=user)
    if not second:
        changes = changes.exclude(source=here)
    elif _paired(here):
        changes = changes.exclude(source=here, transition="pass_stage")
    yield "经办", changes


def _filled(case: Any, user: Any) -> Iterable[Any]:
    """What a former member of the enterprise did on its side."""
    yield "填报", _rows("SectionAnswers", application=case, saved_by=user)
    yield "填报", _rows("Evidence", application=case, added_by=user)
    yield "提交", _rows("Filing", application=case, filed_by=user)
    yield "填报", _rows("Application", pk=getattr(case, "pk", case), created_by=user)
