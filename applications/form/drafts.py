"""Drafts: a new one starts from the enterprise's last application; one nobody wants is deleted, not retracted."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, IntegerField, Value, When

from applications.cases.models.application import Application
from applications.cases.sections.section import section
from applications.cases.states import ApplicationState
from applications.form.autosave import plain
from applications.form.models import SectionAnswers
from tianfu.ledger.audit.records import record
from tianfu.workflow import clock
from tianfu.workflow.door import advance

# Sections about the enterprise fit any product of it; the others only the product they were written for.
OF_THE_ENTERPRISE = ("subject",)


def discard(application: Application, *, user: Any, seen: int) -> Application:
    """删除草稿: the row stays for its history, in a state nobody is shown; what was filled in goes."""
    with transaction.atomic():
        moved = advance(application, "discard", actor=user, seen=seen)
        for rows in (moved.answers, moved.comparison, moved.honors, moved.evidence):
            rows.all().delete()
    return moved


def last_application(application: Application) -> Application | None:
    """The application a new draft starts from: the newest of the same product, else the enterprise's newest; of a mark
    that passed on to another enterprise the one it was granted on."""
    if application.renews is not None and _passed_on(application, application.renews):
        return application.renews
    same_first = Case(
        When(product_id=application.product_id, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    others = Application.objects.filter(enterprise_id=application.enterprise_id).exclude(pk=application.pk)
    return others.exclude(state=ApplicationState.DISCARDED).order_by(same_first, "-pk").first()


def _passed_on(application: Application, last: Application) -> bool:
    """What another enterprise filed: of it only what every brand page shows is taken over."""
    return last.enterprise_id != application.enterprise_id


@transaction.atomic
def start_from_last(application: Application, *, user: Any) -> Application:
    """Take over what still fits a fresh draft. The declaration and the certificate are never taken over."""
    last = last_application(application)
    if last is None:
        return application
    same, other = last.product_id == application.product_id, _passed_on(application, last)
    taken = [] if other else [*_answers(application, last, same, user)]
    taken += [*_granted(application, user), *(_comparison(application, last) if same or other else [])]
    taken += [] if other else [*(_evidence(application, last, user) if same else []), *_honors(application, last)]
    if taken:
        application.started_from, application.taken_over = last, taken
        application.save(update_fields=["started_from", "taken_over"])
        record("application.begun_from", actor=user, subject=application, data={"from": last.pk, "what": taken})
    return application


def _answers(application: Application, last: Application, same: bool, user: Any) -> Iterable[str]:
    saved = {row.section: row.data for row in last.answers.all()}
    for key in application.sections:
        part = section(key)
        # What changed until the last renewal says nothing of this one.
        if part.form_class is None or part.of_renewals or key not in saved or not (same or key in OF_THE_ENTERPRISE):
            continue
        form = part.form_class(application=application)
        kept = {name: value for name, value in saved[key].items() if name in form.fields and _fits(form, name, value)}
        # What the enterprise keeps of itself is newer than what it once filed.
        known = {name: value for name, value in part.initial(application).items() if value}
        SectionAnswers.objects.create(
            application=application, section=key, data={**kept, **known}, saved_at=clock.now(), saved_by=user
        )
        yield part.title


def _granted(application: Application, user: Any) -> Iterable[str]:
    """What a renewal itself knows has changed since."""
    for key in application.sections:
        part = section(key)
        if part.of_renewals and (known := part.initial(application)):
            SectionAnswers.objects.create(
                application=application, section=key, data=known, saved_at=clock.now(), saved_by=user
            )
            yield part.title


def _fits(form: Any, name: str, value: Any) -> bool:
    try:
        return value not in ("", None, []) and plain(form.fields[name], value) not in ("", None)
    except ValidationError:
        return False


def _comparison(application: Application, last: Application) -> Iterable[str]:
    rows = [_copy(row, application) for row in last.comparison.all()]
    if rows and "comparison" in application.sections:
        for row in rows:
            row.save()
        yield f"{section('comparison').title} {len(rows)} 项"


def _evidence(application: Application, last: Application, user: Any) -> Iterable[str]:
    kinds = {entry["key"] for entry in application.programme_version.route(application.route)["evidence"]}
    files = [_copy(row, application) for row in last.evidence.filter(removed_at=None, kind__in=kinds)]
    for row in files:
        row.added_by, row.added_at = user, clock.now()
        row.save()
    if files:
        yield f"证明材料 {len(files)} 件（请核对是否仍在有效期内）"


def _honors(application: Application, last: Application) -> Iterable[str]:
    if "honors" not in application.sections:
        return
    rows = [_copy(row, application) for row in last.honors.order_by("pk")]
    for row in rows:
        row.save()
    if rows:
        yield f"质量荣誉 {len(rows)} 项"


def _copy(row: Any, application: Application) -> Any:
    """The same facts in another case; files are referred to, not stored twice."""
    fields = [field.attname for field in row._meta.concrete_fields if not field.primary_key]
    return type(row)(**{**{name: getattr(row, name) for name in fields}, "application_id": application.pk})
