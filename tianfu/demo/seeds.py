"""Building the whole demo in one transaction: all of it, or nothing."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from applications.models import Sector
from certification.bodies.terms import register_body
from tianfu.accounts.grants.proposals import propose_grant
from tianfu.accounts.models import Organisation, OrganisationKind, User
from tianfu.accounts.organisations.foundation import found_organisation
from tianfu.accounts.organisations.membership import add_member
from tianfu.accounts.roles import Role
from tianfu.demo.accounts import BODIES, accounts, create_accounts, person
from tianfu.demo.stories.batches import open_batches
from tianfu.demo.stories.enterprises import all_stories
from tianfu.demo.stories.lists import blacklisted, lead_filed, lead_followed
from tianfu.demo.stories.plays import Story, ago, play
from tianfu.demo.stories.reports import set_window
from tianfu.demo.stories.second_brand import second_brand
from tianfu.workflow import clock
from tianfu.workflow.policies.values import set_policy
from tianfu.workflow.signatures.shown import NO_PAGE

_OPENED = 440  # days ago


def is_seeded() -> bool:
    return User.objects.filter(email=accounts()[0].email).exists()


def seed() -> bool:
    """Accounts, bodies, batches, and every story up to the present. False: it is there already."""
    if is_seeded():
        return False
    # One transaction: a worker that already runs hears of the jobs only when they are done.
    with transaction.atomic():
        play([_opening])
        others = [second_brand] if settings.DEMO_SECOND_BRAND else []
        play([*all_stories(), role_proposed, blacklisted, lead_filed, lead_followed, *others])
    return True


def _opening() -> Story:
    """Before the first story: the people, the certification bodies, the calls."""
    today = clock.today()
    yield ago(days=_OPENED)
    # Who tries the demo does not wait a day for the officer he has just appointed.
    source = "演示值。新岗位即时生效，便于试用。"
    set_policy("grant.waiting_hours", 0, source=source, valid_from=today, actor=None, shown=NO_PAGE)
    set_window(today)
    create_accounts(clock.now())
    found_bodies()
    open_batches(today)


def role_proposed() -> Story:
    """One administrator proposed a role yesterday; the other one finds it in 待我复核."""
    yield ago(working=1)
    propose_grant(
        person("operator3"),
        Role.COMPLAINT_OFFICER,
        actor=person("admin"),
        reason="兼办投诉举报登记，内部任命〔演示〕3 号",
        identity="password",
        at=clock.now(),
    )


def found_bodies() -> None:
    """Every certification body of the demo, with its people."""
    for key, (name, _) in BODIES.items():
        if Organisation.objects.filter(name=name).exists():
            join_body(key, name)
        else:
            found_body(key, name)


def join_body(key: str, name: str) -> None:
    """A colleague with every right: what a manager's invitation and its acceptance do."""
    add_member(Organisation.objects.get(name=name), person(key), actor=None, edit=True, sign=True, at=clock.now())


def found_body(key: str, name: str) -> None:
    """What the pages 组织 and 认证机构 do."""
    now = clock.now()
    organisation = found_organisation(
        kind=OrganisationKind.CERTIFICATION_BODY, name=name, manager=person(key), actor=None, at=now
    )
    register_body(
        organisation,
        approval_number=f"CNCA-DEMO-{organisation.pk:03d}",
        starts_on=(now - timedelta(days=400)).date(),
        sectors=list(Sector.values),
        actor=None,
    )
