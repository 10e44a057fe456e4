"""Marks whose end is near, for the desks that read them: in their regions, from the day of the policy to the last day."""

from datetime import timedelta

import pytest

from certification.authorizations.work import alerts
from tests import make
from tianfu.accounts.roles import Role
from tianfu.workflow import clock as the_clock
from tianfu.workflow.policies.values import policy

pytestmark = pytest.mark.django_db


def test_a_mark_is_near_its_end_for_its_city_and_the_province_until_its_last_day(issued, clock):
    mark = issued("self_declaration")
    here, there = (make.officer(Role.PREFECTURE_OFFICER, region) for region in ("510100", "510700"))
    province = make.officer(Role.PROVINCE_OFFICER)

    def seen(day):
        clock.set(day)
        return [alerts.ending(person).count() for person in (here, there, province)]

    days = timedelta(days=int(policy("alert.authorization_days", on=the_clock.today())))
    first, last, day = mark.ends_on - days, mark.ends_on, timedelta(days=1)
    assert [seen(one) for one in (first - day, first, last, last + day)] == [[0] * 3, [1, 0, 1], [1, 0, 1], [0] * 3]
    clock.set(last)
    assert [alerts.live(person).count() for person in (here, there, province)] == [1, 0, 1]


def test_a_body_needs_membership_and_scope_and_lacking_one_alerts(issued):
    mark = issued()
    owner, today = mark.certificate.body, the_clock.today()
    reader = make.officer(Role.OPERATOR_OFFICER)
    assert alerts.without_body(reader).count() == 0
    for lacking in ({"kind": "membership"}, {"kind": "scope", "sector": mark.certificate.sector}):
        owner.terms.filter(**lacking).update(ends_on=today - timedelta(days=1))
        assert list(alerts.without_body(reader)) == [mark]
        owner.terms.filter(**lacking).update(ends_on=today)
        assert alerts.without_body(reader).count() == 0
