"""The page of an authorization leads only where its reader may go."""

import pytest

from certification.models import Authorization
from tests import make
from tianfu.accounts.organisations.membership import leave
from tianfu.accounts.roles import Role

pytestmark = pytest.mark.django_db


def test_the_case_of_an_authorization_is_linked_for_whom_it_opens(issued, signed_in):
    authorization = issued()
    reader = signed_in(make.officer(Role.PREFECTURE_OFFICER, authorization.application.region_id))
    page = reader.get(f"/console/authorizations/{authorization.pk}/").content.decode()
    address = f"/console/applications/{authorization.application_id}/"
    assert f'href="{address}"' in page
    assert reader.get(address).status_code == 200


def test_neither_mark_nor_case_opens_for_another_city(issued, signed_in):
    authorization = issued()
    own = authorization.application.region_id
    elsewhere = next(code for code in ("510700", "510100") if code != own)
    reader = signed_in(make.officer(Role.PREFECTURE_OFFICER, elsewhere))
    assert reader.get(f"/console/authorizations/{authorization.pk}/").status_code == 404
    assert reader.get(f"/console/applications/{authorization.application_id}/").status_code == 404


def test_a_member_who_left_sees_the_marks_of_the_firm_no_more(issued):
    authorization = issued("self_declaration")
    leaver, stays = make.member(authorization.enterprise.organisation), authorization.application.created_by
    assert list(Authorization.objects.visible_to(leaver)) == [authorization]
    leave(leaver.memberships.get(), actor=leaver)
    assert list(Authorization.objects.visible_to(leaver)) == []
    assert list(Authorization.objects.visible_to(stays)) == [authorization]
