"""The components page shows every component, on a desk and on a phone, light and dark, and axe finds nothing."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests import make
from tianfu.accounts.models import User
from tianfu.accounts.roles import Role

FOLDER = Path(__file__).parents[2] / "templates" / "components"
PAGE = (FOLDER.parent / "tianfu/site/pages/components.html").read_text()
FRAMES = "".join(
    (FOLDER.parent / name).read_text() for name in ("base.html", "admin/base.html", "public/base.html", "error.html")
)
ADDRESS = "/console/components/"


@pytest.fixture
def officer(reference: None, client: Client) -> User:
    person = make.officer(Role.SYSTEM_ADMIN)
    client.force_login(person)
    return person


def test_every_component_is_shown_and_explained() -> None:
    sources = {path.name: path.read_text() for path in FOLDER.glob("*.html")}
    everything = PAGE + FRAMES + "".join(sources.values()) + (FOLDER.parent / "django/forms/field.html").read_text()
    included = set(re.findall(r'(?:include|fixed) "components/([\w-]+\.html)"', everything)) | {"form_field.html"}
    explained = (FOLDER / "README.md").read_text()
    assert set(sources) - included == set()
    assert {name for name in sources if name not in explained and not name.endswith("_row.html")} == set()


def test_every_icon_that_is_included_exists() -> None:
    templates = FOLDER.parent.rglob("*.html")
    used = {name for path in templates for name in re.findall(r"components/icons/([\w-]+)\.html", path.read_text())}
    assert used - {path.stem for path in (FOLDER / "icons").glob("*.html")} == set()


def test_the_page_is_for_staff_and_only_in_a_demo(client: Client, db: None, settings: object, officer: User) -> None:
    assert client.get("/console/components/").status_code == 200
    client.force_login(make.user())
    assert client.get("/console/components/").status_code == 403
    client.logout()
    assert client.get("/console/components/").status_code == 302
    client.force_login(officer)
    settings.DEMO = False  # type: ignore[attr-defined]
    assert client.get("/console/components/").status_code == 404


def test_no_template_of_ours_carries_inline_style_or_script() -> None:
    offenders = [
        path.relative_to(FOLDER.parent).as_posix()
        for path in FOLDER.parent.rglob("*.html")
        if "email" not in path.parts
        and re.search(
            r"<style|\sstyle=|<script(?![^>]*\ssrc=)(?![^>]*application/(?:ld\+)?json)|\son[a-z]+=\"", path.read_text()
        )
    ]
    assert offenders == []


def test_axe_finds_nothing_and_nothing_sticks_out(
    officer: User, visit: Callable[..., Page], assert_accessible: Callable[[Page], None]
) -> None:
    """On a desk and on a phone, light and dark."""
    page = visit(ADDRESS)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # else a button is caught half-way
            assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_error_summary_takes_the_focus(officer: User, visit: Callable[..., Page]) -> None:
    page = visit(ADDRESS)
    expect(page.locator(".summary").first).to_be_focused()


def test_a_row_is_added_and_the_verdict_follows_the_typing(officer: User, visit: Callable[..., Page]) -> None:
    page = visit(ADDRESS)
    table = page.locator("[data-comparison]")
    expect(table.locator("[data-row]")).to_have_count(2)
    page.get_by_role("button", name="增加一项指标").click()
    expect(table.locator("[data-row]")).to_have_count(3)
    row = table.locator("[data-row]").nth(2)
    row.locator("[name=indicators-2-direction]").select_option("lower")
    row.locator("[name=indicators-2-own]").fill("4.2")
    row.locator("[name=indicators-2-national]").fill("6")
    expect(row.locator("[data-verdict]")).to_have_text("优于")
    row.locator("[name=indicators-2-industry]").fill("4")
    expect(row.locator("[data-verdict]")).to_have_text("低于")
    expect(page.locator("#id_indicators-TOTAL_FORMS")).to_have_value("3")


def test_the_work_list_is_read_by_keyboard(officer: User, visit: Callable[..., Page]) -> None:
    page = visit(ADDRESS)
    page.locator("body").press("j")
    page.locator("body").press("j")
    expect(page.locator("[data-worklist] tr.here")).to_contain_text("超低温球阀")
    page.locator("body").press("k")
    expect(page.locator("[data-worklist] a.open").first).to_be_focused()


@pytest.mark.parametrize("path", ["/no/such/page/", "/privacy/"])
def test_plain_pages_are_clean_too(
    db: None, visit: Callable[..., Page], assert_accessible: Callable[[Page], None], path: str
) -> None:
    page = visit(path)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
