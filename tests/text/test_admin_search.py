"""The console's search boxes find what is written otherwise than it is stored."""

import pytest
from django.urls import reverse

from tests.accounts import make
from tianfu.accounts.models import OrganisationKind

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed",
    [
        "川南（泡菜）",
        "川南(泡菜)厂",
        "川南 泡菜",
        "泡\u200b菜",
        "{uscc}",
        "{lower}",
        "{spaced}",
        "{uscc}，",
        "{wide}",
        "“川南”",
    ],
)
def test_an_organisation_is_found_by_name_and_code_however_written(client, typed):
    wanted = make.organisation(name="川南（泡菜）厂")
    make.organisation(name="别家茶厂", kind=OrganisationKind.ENTERPRISE)
    code = wanted.uscc
    typed = typed.format(
        uscc=code,
        lower=code.lower(),
        spaced=f"{code[:8]} {code[8:]}",
        wide="".join(chr(ord(sign) + 0xFEE0) for sign in code),
    )
    client.force_login(make.administrator())
    page = client.get(reverse("admin:accounts_organisation_changelist"), {"q": typed}).content.decode()
    assert ("川南（泡菜）厂" in page, "别家茶厂" in page) == (True, False)


def test_a_person_is_found_by_an_address_in_full_width(client):
    make.user("li@example.com", name="李明")
    client.force_login(make.administrator())
    page = client.get(
        reverse("admin:accounts_user_changelist"), {"q": "ＬＩ@ｅｘａｍｐｌｅ．ｃｏｍ，"}
    ).content.decode()
    assert "li@example.com" in page
