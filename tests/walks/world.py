"""The world that is walked through: the demo's stories, in which every personal field and every other text holds a mark."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from unittest import mock

import pgtrigger
from allauth.account.models import EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Length
from django.test import Client

from applications.enterprises.claims.acts import claim_enterprise
from applications.models import Enterprise, EnterpriseClaim
from certification.issuing.downloads import record_download
from certification.models import Authorization
from supervision.directories.models.inspectors import Inspector
from tests import make
from tests.walks.marks import MARKUP, Mark, Marks, value_of
from tianfu.accounts.models import Membership, Organisation, Region, User
from tianfu.accounts.organisations.membership import request_membership
from tianfu.accounts.roles import REGION_REQUIRED, Role
from tianfu.demo import accounts as demo_accounts
from tianfu.demo import firms, seeds
from tianfu.demo.accounts import person
from tianfu.demo.stories import enterprises, plays
from tianfu.inbox.models import OutgoingMail
from tianfu.ledger.models import AuditEvent
from tianfu.registry import persons as personal_data
from tianfu.workflow import clock, jobs

OURS = ("tianfu.", "applications", "certification", "supervision")
CHENGDU = "510100"
# The stories that are played: each state of a case and of a mark that is still open, and one of each end.
FIRMS = ("pickles", "furniture", "tea", "building", "silk", "display", "solar", "software", "logistics")
# Where the enterprise of a row stands, tried in this order; and the person.
TO_ENTERPRISE = (
    "organisation.enterprise", "enterprise", "product.enterprise", "application.product.enterprise",
    "notice.application.product.enterprise", "objection.notice.application.product.enterprise",
    "authorization.application.product.enterprise", "suspension.authorization.application.product.enterprise",
    "correction.application.product.enterprise", "change.enterprise", "subject.product.enterprise",
    "subject.application.product.enterprise", "certificate_claim.application.product.enterprise",
)  # fmt: skip


@dataclass(eq=False)
class World:
    marks: Marks = field(default_factory=Marks)
    people: dict[str, User] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    # Text columns that hold markup.
    texts: set[str] = field(default_factory=set)
    # Each mail as it was stored: to whom, and every word of it.
    mails: list[tuple[int, str]] = field(default_factory=list)
    logged: str = ""

    def enterprises_of(self, user: int | None) -> set[int]:
        """Those he belongs to, asks to join or claims."""
        return set(Enterprise.objects.filter(organisation__memberships__user=user).values_list("pk", flat=True)) | set(
            EnterpriseClaim.objects.filter(user=user).values_list("enterprise", flat=True)
        )


def build() -> World:
    """Play, then mark. Papers made while playing hold the marks of `_marked_firms`, all pages those of their rows."""
    world = World()
    call_command("seed_reference", verbosity=0)
    logged = io.StringIO()
    handler = logging.StreamHandler(logged)
    logging.getLogger().addHandler(handler)
    with _marked_sources(world):
        plays.play([seeds._opening])
        plays.play([story for story in enterprises.all_stories() if _whose(story) and _whose(story) <= set(FIRMS)])
    _more_people(world)
    logging.getLogger().removeHandler(handler)
    world.logged = logged.getvalue()
    ids = dict(User.objects.values_list("email", "pk"))
    world.mails = [
        (ids[mail.to], f"{mail.subject} {mail.body_text} {mail.body_html}") for mail in OutgoingMail.objects.all()
    ]
    with pgtrigger.ignore():
        _mark_people_who_did(world)
        _mark_personal_fields(world)
        _mark_sections(world)
        _mark_kept_secrets(world)
        _mark_all_texts(world)
    for who, user in world.people.items():
        world.clients[who] = Client(raise_request_exception=False)
        world.clients[who].force_login(User.objects.get(pk=user.pk))
    _mark_own_sessions(world)
    world.clients["anonymous"] = Client(raise_request_exception=False)
    return world


def _whose(story: Any) -> set[str]:
    """The keys of the enterprises that a story is about."""
    return {about.key for about in getattr(story, "args", ()) if hasattr(about, "key")}


@contextmanager
def _marked_sources(world: World) -> Iterator[None]:
    """Persons and telephones of the stories are marks, so that papers and letters show whose they are."""
    real = firms.firms()
    # One person is everything in a firm of the stories: what a paper shows of him is what the case shows of anybody.
    numbers = {key: world.marks.new("accounts.User.name") for key in real}
    world.marks.literal("某家居企业", Mark("applications.Objection.objector"))

    @cache
    def marked() -> dict[str, firms.Firm]:
        return {key: replace(firm, person=f"Q7{numbers[key]:05d}Q") for key, firm in real.items()}

    phone = property(lambda firm: f"028-77{numbers[firm.key]:05d}")
    with mock.patch.object(firms.Firm, "phone", phone):
        patches = [
            mock.patch.object(module, "firms", marked)
            for module in (firms, demo_accounts, enterprises)
            if hasattr(module, "firms")
        ]
        for patch in patches:
            patch.start()
        try:
            yield
        finally:
            for patch in patches:
                patch.stop()
    for key, number in numbers.items():
        owner = Enterprise.objects.filter(organisation__uscc=real[key].uscc).first()
        if owner is not None:
            world.marks.about(number, enterprise=owner.pk, user=person(key).pk)


def _more_people(world: World) -> None:
    """Everybody who can walk, and what the stories leave out: a claim on trial, a request to join, a download."""
    people = world.people
    people["manager"] = person("furniture")
    own = Enterprise.objects.get(organisation__memberships__user=people["manager"])
    people["member"] = make.user()
    Membership.objects.create(
        user=people["member"], organisation=own.organisation, status="active", decided_at=clock.now()
    )
    people["drafter"], people["corrected"] = person("building"), person("tea")
    people["other"], people["body"], people["other_body"] = person("pickles"), person("body"), person("body2")
    people["newcomer"], people["asker"] = make.user(), make.user()
    request_membership(people["asker"], own.organisation)
    people["claimant"] = make.user()
    licence = SimpleUploadedFile("执照.pdf", make.pdf().read(), "application/pdf")
    claim_enterprise(
        user=people["claimant"], code="91510300TFMP02020W", name="待核企业", region=Region.objects.get(pk="510300"),
        licence=licence,
    )  # fmt: skip
    for key in ("chengdu", "chengdu2", "city", "city2", "operator", "province", "province2", "auditor", "admin"):
        people[key] = person(key)
    held = {role for user in people.values() for role in user.roles}
    for role in Role:
        if role not in held:
            people[role.value] = make.officer(role, CHENGDU if role in REGION_REQUIRED else None)
    unit = Organisation.objects.create(kind="authority", name="某市场监管局", region_id=CHENGDU)
    Inspector.objects.create(
        number="510100-00001", name="某", unit=unit, valid_from=clock.today(), valid_until=clock.today(),
        areas=["5101"], home="5101", listed_on=clock.today(),
    )  # fmt: skip
    for paper in Authorization.objects.filter(state="active"):
        record_download(paper.marks.first().file, make.user())
    jobs.run_due()


def ours() -> Iterator[type[models.Model]]:
    return (model for model in apps.get_models() if model.__module__.startswith(OURS))


def enterprise_of(row: models.Model) -> int | None:
    if isinstance(row, Enterprise):
        return row.pk
    if isinstance(row, Organisation):
        return getattr(getattr(row, "enterprise", None), "pk", None)
    for path in TO_ENTERPRISE:
        found: Any = row
        try:
            for step in path.split("."):
                found = getattr(found, step)
        except (AttributeError, models.ObjectDoesNotExist):
            continue
        if isinstance(found, Enterprise):
            return found.pk
    return None


def user_of(row: models.Model) -> int | None:
    return row.pk if isinstance(row, User) else getattr(row, "user_id", None)


def _mark_people_who_did(world: World) -> None:
    """Whoever did something is somebody of his own for each field, so that a page tells which of them it shows."""
    for model in ours():
        for column in filter(personal_data.is_doer, model._meta.concrete_fields):
            name = f"{model._meta.label}.{column.name}"
            whose: dict[int | None, list[int]] = {}
            for row in model._base_manager.exclude(**{column.name: None}):
                whose.setdefault(enterprise_of(row), []).append(row.pk)
            for enterprise, keys in whose.items():
                number = world.marks.new(name, enterprise=enterprise)
                stranger = User.objects.create(
                    email=f"q7{number:05d}q@stranger.example", name=value_of(number, User._meta.get_field("name"))
                )
                _set(model._base_manager.filter(pk__in=keys), column.name, stranger)


def _mark_personal_fields(world: World) -> None:
    for name in sorted(personal_data.FIELDS):
        model, column = personal_data.column(name)
        typed = isinstance(column, models.CharField | models.TextField) and column.name not in (
            "password",
            "session_key",
        )
        if not typed or not issubclass(model, tuple(ours())):
            continue
        for row in model._base_manager.exclude(**{column.name: None}):
            if model is User and "@stranger." in row.email:
                continue
            number = world.marks.new(name, enterprise=enterprise_of(row), user=user_of(row))
            _set(model._base_manager.filter(pk=row.pk), column.name, value_of(number, column))
            if name == "accounts.User.email":
                row.emailaddress_set.update(email=value_of(number, column))


def _mark_sections(world: World) -> None:
    """Answers of a form: the personal ones among them, each under its own name."""
    for name in sorted(personal_data.INSIDE):
        container, _, key = name.partition(":")
        model, column = personal_data.column(container)
        for row in model._base_manager.all():
            data = getattr(row, column.name)
            if key not in data:
                continue
            number = world.marks.new(name, enterprise=enterprise_of(row))
            data[key] = f"028-77{number:05d}" if "phone" in key else f"Q7{number:05d}Q{MARKUP}"
            _set(model._base_manager.filter(pk=row.pk), column.name, data)


def _mark_kept_secrets(world: World) -> None:
    """What libraries keep of people and what opens an account: each as a text of its own."""
    stranger = User.objects.create(email="kept@stranger.example", name="某人", password=make_password("kept"))
    address = stranger.emailaddress_set.create(email=stranger.email)
    EmailConfirmation.objects.create(email_address=address, key="q7-key-of-confirmation")
    Authenticator.objects.create(user=stranger, type="totp", data={"secret": "q7-secret-of-factor"})
    Session.objects.create(session_key="q7-key-of-session", session_data="q7-data-of-session", expire_date=clock.now())
    seen = {"ip_address": "203.0.113.72", "user_agent": "q7-agent-of-axes", "username": "q7-name-of-axes"}
    AccessAttempt.objects.create(**seen, get_data="q7-get-data", post_data="q7-post-data", failures_since_start=1)
    AccessFailureLog.objects.create(**seen)
    AccessLog.objects.create(**seen, session_hash="q7-hash-of-session")
    AuditEvent.objects.filter(pk=AuditEvent.objects.latest("pk").pk).update(ip="203.0.113.73")
    for label, fields in {
        "account.EmailConfirmation": {"key": "q7-key-of-confirmation"},
        "mfa.Authenticator": {"data": "q7-secret-of-factor"},
        "sessions.Session": {"session_key": "q7-key-of-session", "session_data": "q7-data-of-session"},
        "ledger.AuditEvent": {"ip": "203.0.113.73"},
        "accounts.User": {"password": stranger.password},
        "axes.AccessAttempt": {**seen, "get_data": "q7-get-data", "post_data": "q7-post-data"},
        "axes.AccessFailureLog": seen,
        "axes.AccessLog": {**seen, "session_hash": "q7-hash-of-session"},
    }.items():
        for name, text in fields.items():
            world.marks.literal(text, Mark(f"{label}.{name}"))


def _mark_own_sessions(world: World) -> None:
    """The list of one's own devices, for one who walks."""
    key = world.clients["operator"].session.session_key
    owner = world.people["operator"]
    fields = {"session_key": key, "user_agent": "q7-agent-of-session", "ip": "203.0.113.71"}
    UserSession.objects.create(user=owner, **fields)
    for name, text in fields.items():
        world.marks.literal(text, Mark(f"usersessions.UserSession.{name}", user=owner.pk))


# Texts that machines read: keys, codes, addresses, digests, words of a fixed list.
STRUCTURE = frozenset(
    {
        "key", "slug", "path", "code", "uscc", "number", "kind", "section", "field", "stage", "template", "transition",
        "source", "target", "purpose", "content_type", "link", "about", "once", "message_id", "location", "scope",
        "action", "subject_type", "subject_id", "request_id", "digest", "text_key", "text_version", "state", "password",
        "other_uscc", "holder_uscc", "sector", "privacy_version", "pinyin", "scheme", "act", "correction_stage", "entry",
        "content", "note_text", "session_key", "merkle_root", "prev", "hash", "origin", "role", "audience", "body_html",
        "outcome", "key_id", "arose", "cause", "font_version", "text_sha256", "content_sha256", "sha256", "own_digits",
        "national_digits", "international_digits", "industry_digits", "filed_number", "home", "ref",
    }
)  # fmt: skip
_STRUCTURAL_MODELS = ("TemplateSource", "LogCheckpoint", "LogIdentity", "Policy", "Counter", "CalendarVersion", "Job")


def _mark_all_texts(world: World) -> None:
    """Markup behind every text that a person may have typed."""
    for model in ours():
        if model.__name__ in _STRUCTURAL_MODELS:
            continue
        for column in model._meta.concrete_fields:
            typed = isinstance(column, models.CharField | models.TextField) and not column.choices
            name = f"{model._meta.label}.{column.name}"
            personal = name in personal_data.FIELDS
            if not typed or column.unique or column.primary_key or column.name in STRUCTURE or personal:
                continue
            room = (column.max_length or 10_000) - len(MARKUP)
            rows = model._base_manager.annotate(_long=Length(column.name)).filter(_long__lte=room, _long__gt=0)
            if room > 0 and _set(rows, column.name, Concat(F(column.name), Value(MARKUP))):
                world.texts.add(name)


def _set(rows: models.QuerySet[Any], name: str, value: Any) -> int:
    """How many rows took it; none where a constraint of the column refuses such a value."""
    try:
        with transaction.atomic():
            return (
                models.QuerySet(rows.model)
                .filter(pk__in=list(rows.values_list("pk", flat=True)))
                .update(**{name: value})
            )
    except DatabaseError:
        return 0
