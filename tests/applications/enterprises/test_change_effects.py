"""What a change of an enterprise leaves behind: names by the moment, cases with their officers, and words on record."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from applications.enterprises.changes.acts import decide, file_change
from applications.enterprises.changes.effects import name_at
from applications.models import Application, EnterpriseChange
from applications.review.work.handlers import take
from tests import make
from tianfu.accounts.models import Region
from tianfu.accounts.roles import Role
from tianfu.ledger.models import AuditEvent
from tianfu.workflow import clock as the_clock

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD = "样例家居制造有限公司", "样例家居集团有限公司", "样例家居控股有限公司"


def changed(owner, kind, region="510100", **facts):
    """Asked for and approved, from today."""
    facts = {"valid_from": the_clock.today(), "explanation": "", **facts}
    row = file_change(owner, kind, facts, [make.pdf()], user=make.member(owner.organisation, sign=True))
    return decide(row, "approve", user=make.officer(Role.PREFECTURE_OFFICER, region), seen=row.revision)


def merger(**more):
    return {"other_name": "虚构木业有限公司", "other_uscc": make.CODES[1], "other_role": "absorbed", **more}


def test_a_paper_made_late_bears_the_name_of_its_moment(clock, reference):
    clock.set("2026-03-02")
    owner, born = make.enterprise(FIRST), the_clock.now()
    moments = []
    for day, name in (("2026-04-01", SECOND), ("2026-05-06", THIRD)):
        clock.set(day)
        owner = type(owner).objects.select_related("organisation").get(pk=owner.pk)
        moments.append(EnterpriseChange.objects.get(pk=changed(owner, "rename", new_name=name).pk).effective_at)
    clock.set("2026-06-01")
    changed(owner, "merger", **merger())
    owner = type(owner).objects.select_related("organisation").get(pk=owner.pk)
    instant = timedelta(microseconds=1)
    asked = [born, moments[0] - instant, moments[0], moments[1] - instant, moments[1], the_clock.now()]
    assert [name_at(owner, moment) for moment in asked] == [FIRST, FIRST, SECOND, SECOND, THIRD, THIRD]


def test_a_firm_does_not_merge_with_itself(clock, reference):
    clock.set("2026-03-02")
    owner = make.enterprise(FIRST)
    with pytest.raises(ValidationError) as refused:
        changed(owner, "merger", **merger(other_uscc=owner.uscc.lower()))
    assert refused.value.message_dict == {"other_uscc": ["这是本企业的代码，请填写对方企业的。"]}


def test_a_move_releases_the_old_citys_officer_and_nobody_else_and_is_on_record(clock, reference):
    clock.set("2026-03-02")
    people = make.staff()
    early = make.filed()
    owner = early.enterprise
    late = make.filed(item=make.product(owner, "实木家具"), person=early.created_by)
    late = make.advance_to(late, "document_review", people, clock)
    take(early, user=people["prefecture"])
    take(late, user=people["operator"])
    place = Region.objects.get(pk="510700")
    change = changed(owner, "move", "510700", new_region=place, new_address="四川省绵阳市示例路 2 号")
    holders = {row.pk: (row.region_id, row.handler) for row in Application.objects.all()}
    assert holders == {early.pk: ("510700", None), late.pk: ("510700", people["operator"])}
    events = AuditEvent.objects.filter(action="application.moved").order_by("pk")
    fixed = {"change": change.pk, "from": "510100", "to": "510700"}
    assert [row.data for row in events] == [{**fixed, "handler_released": True}, {**fixed, "handler_released": False}]


def test_a_change_holds_from_a_day_on_which_the_firm_existed(clock, reference):
    clock.set("2026-03-02")
    owner = make.enterprise(FIRST)
    type(owner).objects.filter(pk=owner.pk).update(established_on=date(2026, 3, 2))
    owner.refresh_from_db()
    assert changed(owner, "rename", new_name=SECOND).state == "effective"
