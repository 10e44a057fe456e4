"""The door of a registered usage, asked in every wrong way."""

import pgtrigger
import pytest

from certification.authorizations.sanctions.acts import confirm, propose
from certification.authorizations.states import Act
from certification.duties.usages.acts import approve, hand_back, resubmit, revoke, stop, take_back
from certification.duties.usages.continuity import carry_usages
from certification.models import Authorization, MarkUsage
from tests import make
from tests.certification.duties.usages.make import facts, picture, usage
from tests.door.cast import cast
from tests.door.probe import Probe, assert_tight
from tests.door.tables import compare, path_of, table
from tests.door.wrong import wrong
from tianfu.accounts.roles import Role
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db
AGGREGATES = (MarkUsage,)
CITY = "成都的一项登记"


def under_a_suspended_mark(call):
    with pgtrigger.ignore():
        Authorization.objects.filter(pk=call.obj.authorization_id).update(state="suspended")


for _verb in ("approve", "resubmit", "carry_on"):
    wrong(f"markusage.{_verb}", "授权已暂停，暂停期间不得使用标识；恢复后再登记。")(under_a_suspended_mark)


def everybody(mark):
    return cast(holder=mark.enterprise.organisation, body=mark.certificate.body.organisation)


def test_rights_are_those_of_the_kept_tables(issued, rewrite):
    mark = issued()
    compare(path_of(MarkUsage), table({CITY: (usage(mark), everybody(mark))}), rewrite)


def test_every_wrong_call_is_refused_and_writes_nothing(issued):
    mark = issued()
    officer, second = make.officer(Role.OPERATOR_OFFICER), make.officer(Role.OPERATOR_OFFICER)
    owner = mark.application.created_by
    probe = Probe({MarkUsage: (CITY, everybody(mark))})

    def read_mark(row):
        return Authorization.objects.get(pk=row.pk)

    def read(row):
        return MarkUsage.objects.get(pk=row.pk)

    with probe.watching():
        row = usage(mark)
        row = hand_back(row, user=officer, seen=row.revision, reason="编号看不清")
        row = resubmit(row, facts(), user=owner, seen=row.revision, keep=[], uploads=[picture()])
        row = approve(row, user=officer, seen=row.revision)
        revoke(row, user=officer, seen=row.revision, reason="用于未获授权的型号")
        stopped, returned, approved, waiting = (usage(mark) for _ in range(4))
        approved = approve(approved, user=officer, seen=0)
        hand_back(returned, user=officer, seen=0, reason="编号看不清")
        stop(stopped, user=owner, seen=0)
        approved_too = approve(usage(mark), user=officer, seen=0)
        stop(approved_too, user=owner, seen=approved_too.revision)
        returned_too = hand_back(usage(mark), user=officer, seen=0, reason="编号看不清")
        stop(returned_too, user=owner, seen=returned_too.revision)
        recalled = take_back(usage(mark), user=owner, seen=0)
        recalled = resubmit(recalled, facts(), user=owner, seen=recalled.revision, keep=[], uploads=[picture()])
        stop(take_back(recalled, user=owner, seen=recalled.revision), user=owner, seen=recalled.revision + 1)
        take_back(usage(mark), user=owner, seen=0)  # ended with the mark
        following = issued(item=make.product(mark.enterprise, "接续的产品"))
        with pgtrigger.ignore():
            Authorization.objects.filter(pk=following.pk).update(previous=mark)
        assert carry_usages(read_mark(following)) == 2
        mark = Authorization.objects.get(pk=mark.pk)
        proposal = propose(mark, Act.CANCEL, user=officer, seen=mark.revision, reason="停产")
        confirm(proposal, user=second, seen=mark.revision, shown=NO_PAGE)
    ended = [read(row).answer for row in (returned, approved, waiting)]
    assert ended == ["授权已注销，标识停止使用。"] * 3
    assert_tight(probe, MarkUsage)
