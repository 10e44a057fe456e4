"""The platform has a name of its own; no page, mail or feed template names a brand."""

from typing import Any

import pytest
from django.template import engines
from django.urls import reverse

from tests.architecture.source import ROOT

# Samples of what a case says, on the page of components.
SAMPLES = {"templates/tianfu/site/pages/components.html"}


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["home", "verify", "account_login"])
def test_pages_speak_in_the_name_of_the_settings(page: str, client: Any, settings: Any) -> None:
    settings.PLATFORM_NAME, settings.PLATFORM_LINE = "名品汇", "两省区域公共品牌"
    text = client.get(reverse(page)).content.decode()
    assert "名品汇" in text
    assert "天府名品" not in text


def test_a_mail_ends_with_the_name_of_the_platform(settings: Any) -> None:
    settings.PLATFORM_NAME = "名品汇"
    text = engines["django"].get_template("email/message.txt").render({"secret": False, "subject": "题", "body": "文"})
    assert text.rstrip().endswith("名品汇平台")


def test_no_template_names_a_brand() -> None:
    named = {
        str(path.relative_to(ROOT))
        for kind in ("html", "txt", "typ")
        for path in (ROOT / "templates").rglob(f"*.{kind}")
        if "天府名品" in path.read_text()
    }
    assert named <= SAMPLES
