"""An installation of an earlier main upgrades without loss: numbers, filings, papers, histories stay as they are.

`2026-11-26.dump` is the database of the demo on that day's main (pg_dump, custom format): every state, made-up data.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2.errors
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.utils.crypto import salted_hmac

from deploy.database import Database
from tests.architecture.source import ROOT
from tests.workflow.preloaded import Preloaded, preloaded
from tianfu.accounts.protection import encryption

pytestmark = pytest.mark.slow
DUMP = Path(__file__).parent / "2026-11-26.dump"
# What may never change, whatever the tables gain: (what it is, query).
KEPT = {
    "filings": "select application_id, version, content, sha256, filed_at from applications_filing order by id",
    "numbers of cases": "select id, number, state, round, revision from applications_application order by id",
    "passages of cases": "select subject_id, revision, transition, source, target, actor_id, note, at"
    " from applications_applicationchange order by id",
    "authorizations": "select number, state, starts_on, ends_on, holder_name, facts"
    " from certification_authorization order by id",
    "passages of authorizations": "select subject_id, revision, transition, source, target, note, at"
    " from certification_authorizationchange order by id",
    "papers": "select id, kind, sha256 from papers_paper order by id",
    "files": "select id, name, size, sha256 from files_storedfile order by id",
    "audit trail": "select id, at, actor_id, action, reason, data from ledger_auditevent order by id",
    "public log": "select * from ledger_logleaf order by 1",
    "accounts": "select id, email, password from accounts_user order by id",
    "memberships": "select id, user_id, organisation_id, status, can_edit, can_sign, can_manage from"
    " accounts_membership order by id",
    "organisations": "select id, kind, name, uscc, region_id from accounts_organisation order by id",
    "scans and places of files": "select id, purpose, path, scan_state, scan_finding from files_storedfile order by id",
    "messages": "select id, key, subject, body, user_id, organisation_id, created_at from inbox_inboxmessage order by id",
    "grants": "select id, user_id, role, region_id from accounts_rolegrant order by id",
    "counters": "select * from workflow_counter order by 1",
    "comparison rows": "select application_id, position, indicator, own_value, national_value"
    " from applications_comparisonitem order by id",
}
# What the demo does not have: mails on their way. One for each state, the pause of the failed one not yet over.
UNSENT_MAILS = """
insert into inbox_outgoingmail ("to", sender, subject, body_text, body_html, state, attempts, last_error, run_after,
    claimed_at, message_id, key, about, secret, created_at, sent_at)
select state || '@example.cn', 'a@example.cn', '题', '文', '', state, attempts, error, now() + pause,
    case when attempts > 0 then now() end, '<' || state || '@old>', 'account', '', false, now(),
    case state when 'sent' then now() end
from (values ('queued', 0, '', interval '0'), ('failed', 3, '450 later', interval '20 minutes'),
    ('sending', 2, '', interval '-1 minute'), ('parked', 7, '550 nobody', interval '-1 day'),
    ('sent', 1, '', interval '0')) as old (state, attempts, error, pause)"""
# What that day's main let through: an officer who is a member of an enterprise.
BOTH_SIDES = """
insert into accounts_membership (status, can_edit, can_sign, can_manage, requested_at, decided_at, reason, user_id,
    organisation_id)
select 'active', true, true, false, now(), now(), '', person.id, firm.id
from accounts_user as person, accounts_organisation as firm
where person.email = 'operator2@demo.example' and firm.name = '样例家居制造有限公司'"""


@pytest.fixture(scope="module")
def upgraded() -> Iterator[tuple[Database, dict[str, tuple[list, list]], dict[str, str]]]:
    """The old database migrated: (database, rows before and right after, environment of its programs)."""
    server = Database.at(os.environ["DATABASE_URL"])
    name = f"upgrade_{os.getpid()}"
    server.rows(f"drop database if exists {name}")
    server.rows(f"create database {name}")
    database = Database.at(_named(os.environ["DATABASE_URL"], name))
    database.run("pg_restore", "--no-owner", "--no-privileges", f"--dbname={name}", str(DUMP))
    database.rows(UNSENT_MAILS)
    database.rows(BOTH_SIDES)
    for statement in signed_in_before(database):
        database.rows(statement)
    before = {what: database.rows(query) for what, query in KEPT.items()}
    env = {**os.environ, "DATABASE_URL": _named(os.environ["DATABASE_URL"], name)}
    assert manage(env, "migrate", "--no-input").returncode == 0
    kept = {what: (rows, database.rows(KEPT[what])) for what, rows in before.items()}
    yield database, kept, env
    server.rows(f"drop database {name} with (force)")


@pytest.fixture(scope="module")
def platform(upgraded) -> Iterator[Preloaded]:
    """Its manage.py, started once for all tests."""
    _, _, env = upgraded
    with preloaded(env, "") as loaded:
        yield loaded


def _named(url: str, name: str) -> str:
    head, _, tail = url.rpartition("/")
    query = tail.partition("?")[2]
    return f"{head}/{name}" + (f"?{query}" if query else "")


# A session of that day's main, which had shown its second factor, and the factors themselves.
SESSION, SECRET, OFFICER = "a" * 32, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "province@demo.example"


def signed_in_before(database: Database) -> list[str]:
    ((pk, password),) = database.rows(f"select id, password from accounts_user where email = '{OFFICER}'")
    salt = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
    kept = {
        "_auth_user_id": str(pk),
        "_auth_user_backend": "tianfu.accounts.backends.RoleBackend",
        "_auth_user_hash": salted_hmac(salt, password, algorithm="sha256").hexdigest(),
        "signed_in_at": time.time() - 3600,
        "last_seen_at": time.time(),
        "second_factor_of": pk,
    }
    factors = {
        "totp": {"secret": encryption.encrypt(SECRET)},
        "recovery_codes": {"seed": encryption.encrypt("b" * 80), "used_mask": 1},
    }
    return [
        f"""insert into django_session (session_key, session_data, expire_date)
        values ('{SESSION}', '{SessionStore().encode(kept)}', now() + interval '1 day')""",
        *(
            f"""insert into mfa_authenticator (user_id, type, data, created_at)
            values ({pk}, '{kind}', '{json.dumps(data)}', now())"""
            for kind, data in factors.items()
        ),
    ]


STILL = f"""
from django.test import Client
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
client = Client(SERVER_NAME="localhost")
client.cookies["session"] = "{SESSION}"
code = format_hotp_value(hotp_value("{SECRET}", list(yield_hotp_counters_from_time())[1]))
left = Authenticator.objects.get(user__email="{OFFICER}", type="recovery_codes").wrap().get_unused_codes()
export = "/console/work/export/"
page = client.get("/console/work/").status_code
asked = client.post(export, {{"reason": ""}}).status_code
given = client.post(export, {{"reason": "统计", "step_up_password": code}})
print("still:", page, asked, given.status_code, given["Content-Type"], len(left))
"""


@pytest.mark.parametrize("what", KEPT)
def test_what_was_recorded_stays_as_it_was(upgraded, what):
    _, kept, _ = upgraded
    before, after = kept[what]
    assert before != []
    assert after == before


def test_a_backup_of_the_upgraded_database_comes_back_whole(upgraded, tmp_path):
    database, _, _ = upgraded
    now = {what: database.rows(query) for what, query in KEPT.items()}
    database.run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={tmp_path / 'dump'}")
    name = f"{database.name}_back"
    database.rows(f"create database {name}")
    try:
        back = Database.at(_named(database.url, name))
        back.run(
            "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", f"--dbname={name}", f"{tmp_path / 'dump'}"
        )
        assert {what: back.rows(query) for what, query in KEPT.items()} == now
    finally:
        database.rows(f"drop database {name} with (force)")


def test_who_was_on_both_sides_can_be_taken_off_one_and_never_comes_back(upgraded):
    """Later versions refuse it; a row that is there already blocks neither the upgrade nor its own end."""
    database, _, _ = upgraded
    whose = "user_id = (select id from accounts_user where email = 'operator2@demo.example')"
    ((pk,),) = database.rows(f"select id from accounts_membership where {whose} and status = 'active'")
    database.rows(f"update accounts_membership set status = 'ended', ended_at = now() where id = {pk}")
    with pytest.raises(psycopg2.errors.RaiseException, match="accounts_membership"):
        database.rows(f"update accounts_membership set status = 'active', ended_at = null where id = {pk}")
    with pytest.raises(psycopg2.errors.CheckViolation, match="staff may not be a member"):
        database.rows(BOTH_SIDES)


def test_mails_on_their_way_become_jobs_and_none_is_lost_or_sent_twice(upgraded):
    """What waited waits on (its job comes with the mail server), what a worker had in its hands is left alone first."""
    database, _, _ = upgraded
    rows = database.rows("""select split_part(mail.to, '@', 1), mail.state, mail.message_id, job.key = 'mail:' || mail.id,
        job.kind, job.state, job.attempts, job.last_error, job.run_after > now() + interval '10 minutes',
        job.leased_until > now() + interval '5 minutes'
        from inbox_outgoingmail as mail left join workflow_job as job on job.id = mail.job_id
        where mail.to like '%%@example.cn' order by 1""")
    nothing = (None,) * 7
    assert rows == [
        ("failed", "queued", "<failed@old>", True, "mail", "queued", 3, "450 later", True, None),
        ("parked", "queued", "<parked@old>", True, "mail", "parked", 7, "550 nobody", False, None),
        ("queued", "queued", "<queued@old>", *nothing),
        ("sending", "queued", "<sending@old>", True, "mail", "running", 2, "", False, True),
        ("sent", "sent", "<sent@old>", *nothing),
    ]


@pytest.mark.parametrize("command", [["audit_verify"], ["seed_reference"], ["check", "--database", "default"]])
def test_the_upgraded_database_passes_its_own_checks(platform, command):
    code, told = platform.manage(*command)
    assert code == 0, told


def test_the_public_log_keeps_the_name_it_was_signed_under_whatever_the_address(upgraded):
    database, _, env = upgraded
    ((note,),) = database.rows("select note from ledger_logcheckpoint order by size limit 1")
    ask = "from tianfu.ledger.log.identity import name_of_log; print('name:', name_of_log())"
    told = manage({**env, "PUBLIC_URL": "http://localhost:8999"}, "shell", "-v0", "-c", ask)
    assert f"name: {note.splitlines()[0]}\n" in told.stdout


def test_second_factors_and_sessions_go_on_and_the_code_of_the_old_phone_confirms(upgraded):
    _, _, env = upgraded
    told = manage({**env, "STAFF_MFA": "required", "DEBUG": "1"}, "shell", "-v0", "-c", STILL)
    assert "still: 200 403 200 text/csv; charset=utf-8 9\n" in told.stdout


def manage(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, capture_output=True, text=True, timeout=900
    )
    print(done.stdout[-2000:], done.stderr[-4000:])
    return done


# In one transaction that is taken back: what the old accounts do on the new version.
ACTS = """
from django.core.exceptions import ValidationError
from django.db import transaction
from applications.models import Application
from applications.review.work.handlers import take
from applications.cases.stages.stage import stage
from applications.cases.states import STAGES
from tianfu.accounts.grants.founders import Candidate, recover_administrator
from tianfu.accounts.grants.proposals import confirm_grant, propose_grant
from tianfu.accounts.models import RoleGrant, User
from tianfu.accounts.models.stamps import real_now
from tianfu.accounts.roles import Role

def again(email):
    return User.objects.get(email=email)

def propose():
    return propose_grant(again("operator@demo.example"), Role.EXPERT, actor=admin, reason="x", identity="totp")

def work_on_a_case():
    for case in Application.objects.filter(state__in=STAGES).order_by("pk"):
        for user in User.objects.filter(is_staff=True).order_by("pk"):
            if case.handler_id in (None, user.pk) and stage(case.state).may_work(case, user):
                take(case, user=user)
                return Application.objects.get(pk=case.pk).handler_id == user.pk

with transaction.atomic():
    print("origins:", sorted(set(RoleGrant.objects.values_list("origin", flat=True))))
    print("waiting:", sum(bool(user.waiting_grants) for user in User.objects.filter(is_staff=True)))
    print("acts:", work_on_a_case())
    admin = again("admin@demo.example")
    try:
        propose()
    except ValidationError as error:
        print("alone:", error.code)
    recover_administrator(Candidate("second@example.com", "第二位"), reason="升级后补建")
    User.objects.filter(email="second@example.com").update(proved_at=real_now())
    print("given:", confirm_grant(propose(), actor=again("second@example.com"), reason="已核对", identity="totp").origin)
    transaction.set_rollback(True)
"""


def test_accounts_and_grants_from_before_act_and_new_ones_take_two(platform):
    code, told = platform.manage("shell", "-v0", "-c", ACTS)
    assert code == 0, told
    assert told.splitlines() == [
        "origins: ['before']",
        "waiting: 0",
        "acts: True",
        "alone: nobody_second",
        "given: two",
    ]


def test_the_upgraded_installation_fills_its_directory_of_inspection_objects(upgraded, platform):
    database, _, _ = upgraded
    code, told = platform.manage("compare_directory")
    assert code == 0, told
    standing = (
        "select number from certification_authorization where state in ('active', 'suspended')"
        " and ends_on >= (now() at time zone 'Asia/Shanghai')::date order by 1"
    )
    listed = "select code from supervision_inspectionobject where kind = 'authorization' and left_on is null order by 1"
    assert database.rows(standing) != []
    assert database.rows(listed) == database.rows(standing)
    bodies = "select count(*) from supervision_inspectionobject where kind = 'certification_body'"
    assert database.rows(bodies) == database.rows("select count(*) from certification_certificationbody")


# Of each kind the first and the last: set again from the wording and data that were kept with them.
PAPERS = """
from tianfu.papers.models import Paper
from tianfu.papers.snapshots import rerender

for kind in sorted(set(Paper.objects.values_list("kind", flat=True))):
    papers = Paper.objects.filter(kind=kind).order_by("pk")
    for paper in (papers.first(), papers.last()):
        rerender(paper)  # raises where a byte differs from what was issued
    print(kind)
"""


def test_the_papers_of_the_old_demo_come_out_byte_for_byte(upgraded, platform):
    code, told = platform.manage("shell", "-v0", "-c", PAPERS)
    assert code == 0, told
    kinds = upgraded[0].rows("select distinct kind from papers_paper order by 1")
    assert told.splitlines() == [kind for (kind,) in kinds]
    assert len(kinds) >= 10
