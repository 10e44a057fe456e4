"""Lists of the admin site: each cell says its column, so that a row can be read on a phone."""

import re

import pytest
from django.utils.safestring import SafeString

from tests import make
from tianfu.accounts.roles import Role
from tianfu.site.drawn.list_cells import labelled


def test_a_cell_carries_the_heading_escaped_and_loses_nothing():
    cells = [
        SafeString('<td class="action-checkbox"><input></td>'),
        SafeString('<th class="field-name"><a>甲</a></th>'),
        "文字",
    ]
    headers = [{"text": SafeString("<input>")}, {"text": '"名称"'}, {"text": "三"}]
    assert list(labelled(cells, headers)) == [
        '<td class="action-checkbox"><input></td>', '<th data-label="&quot;名称&quot;" class="field-name"><a>甲</a></th>', "文字",
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/console/accounts/user/", "/console/ledger/auditevent/", "/console/inbox/outgoingmail/"]
)
def test_every_cell_of_an_admin_list_says_its_column(client, reference, path):
    client.force_login(make.officer(Role.SYSTEM_ADMIN))
    make.filed()
    page = client.get(path).content.decode()
    body = re.search(r'<table id="result_list">.*?<tbody>(.*?)</tbody>', page, re.S)[1]
    cells = re.findall(r"<t[dh][^>]*>", body)
    bare = [cell for cell in cells if "data-label" not in cell and "action-checkbox" not in cell]
    assert (len(cells) > 2, bare) == (True, [])
