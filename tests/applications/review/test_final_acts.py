"""Acts that cannot be undone have a page with their consequences; a panel says it is satisfied only when it is."""

import re

import pytest
from django.urls import reverse

from applications.models import Application, PublicNotice
from tests import make
from tianfu.demo.routes import Route

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(reference):
    return make.staff()


def fresh(case):
    return Application.objects.get(pk=case.pk)


def posted(client, case, **change):
    """What the panel sends: ticks, opinion, and what the page showed."""
    page = client.get(reverse("console:review", args=[case.pk])).content.decode()
    form = page[page.index('class="aside decision panel"') :]
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[: form.index("</form>")]))
    hidden.pop("csrfmiddlewaretoken", None)
    ticks = dict.fromkeys(re.findall(r'type="checkbox" name="(item_[^"]+)"', form), "on")
    return {**hidden, **ticks, "opinion": "同意", **change}


def send(client, case, form):
    return client.post(reverse("console:pass", args=[case.pk]), form)


def confirm_form(answer):
    page = answer.content.decode()
    page = page[page.index('class="panel form"') :]
    names = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: value for name, value in names if name != "csrfmiddlewaretoken"}


@pytest.fixture
def at_approval(client, people, clock):
    case = make.passing(make.advance_to(make.filed(), "approval", people, clock), people["province"], "建议准予")
    client.force_login(people["province_second"])
    return case


def test_granting_asks_once_more_and_says_what_follows(client, at_approval):
    answer = send(client, at_approval, posted(client, at_approval, opinion="准予授权，理由充分。"))
    page = answer.content.decode()
    assert (answer.status_code, fresh(at_approval).state) == (200, "approval")
    for words in (
        "会发生什么",
        "谁会收到通知",
        "会公开什么",
        "能否撤回",
        "不能撤回",
        "准予授权，理由充分。",
        "确认准予授权",
    ):
        assert words in page
    assert send(client, at_approval, confirm_form(answer)).status_code == 302
    assert fresh(at_approval).state == "agreement"


@pytest.mark.parametrize(
    ("change", "status"),
    [({"confirmed": "1"}, 200), ({"confirmed": ""}, 200), ({"opinion": "改过的意见"}, 200), ({"seen": "0"}, 409)],
    ids=["made up", "empty", "changed words", "another revision"],
)
def test_granting_is_posted_from_its_confirm_page_only(client, at_approval, change, status):
    form = confirm_form(send(client, at_approval, posted(client, at_approval)))
    assert send(client, at_approval, {**form, **change}).status_code == status
    assert fresh(at_approval).state == "approval"


def test_a_confirm_page_of_one_person_is_worth_nothing_to_another(client, people, at_approval):
    form = confirm_form(send(client, at_approval, posted(client, at_approval)))
    other = make.officer(*[grant.role for grant in people["province_second"].role_grants.all()])
    client.force_login(other)
    assert (send(client, at_approval, form).status_code, fresh(at_approval).state) == (200, "approval")


def test_publishing_a_notice_asks_once_more(client, people, clock):
    case = make.advance_to(make.filed(Route.SELF_DECLARATION), "document_review", people, clock)
    client.force_login(people["operator"])
    answer = send(client, case, posted(client, case))
    assert (answer.status_code, PublicNotice.objects.count()) == (200, 0)
    assert "公示期 5 个工作日" in answer.content.decode()
    assert send(client, case, confirm_form(answer)).status_code == 302
    assert PublicNotice.objects.count() == 1


def test_a_proposal_needs_no_confirm_page(client, people, clock):
    case = make.advance_to(make.filed(), "approval", people, clock)
    client.force_login(people["province"])
    assert send(client, case, posted(client, case)).status_code == 302


def test_what_is_missing_is_said_before_the_confirm_page(client, people, clock):
    case = make.advance_to(make.filed(Route.SELF_DECLARATION), "document_review", people, clock)
    client.force_login(people["operator"])
    form = posted(client, case)
    missing = next(name for name in form if name.startswith("item_"))
    del form[missing]
    answer = send(client, case, form)
    assert answer.status_code == 422 and f'href="#id_{missing}"' in answer.content.decode()


def panel(client, case):
    page = client.get(reverse("console:review", args=[case.pk])).content.decode()
    return page[page.index('class="aside decision panel"') :]


def test_the_panel_is_satisfied_only_with_the_officers_own_ticks_and_opinion(client, people, clock):
    case = make.advance_to(make.filed(), "prefecture_review", people, clock)
    client.force_login(people["prefecture"])
    shown = panel(client, case)
    assert "本环节要求已满足" not in shown
    assert re.search(r"还缺您的核对：\d+ 项", shown) and "还缺您的意见" in shown and "本环节要求尚未满足" in shown
    # Sent with ticks and without words: the panel that comes back knows which of the two is still missing.
    answer = send(client, case, posted(client, case, opinion="")).content.decode()
    assert "您已逐项核对" in answer and "还缺您的意见" in answer and "本环节要求已满足" not in answer


def test_nothing_is_promised_to_whom_the_act_is_barred(client, people, clock):
    case = make.advance_to(make.filed(), "prefecture_review", people, clock)
    client.force_login(people["prefecture_second"])
    assert "本环节要求已满足" not in panel(client, case) and "等待经办人先提出意见" in panel(client, case)


def test_signing_the_agreement_says_what_follows(client, people, clock):
    case = make.advance_to(make.filed(), "agreement", people, clock)
    client.force_login(people["operator"])
    page = client.get(reverse("console:countersign", args=[case.pk])).content.decode()
    assert "授权即时成立" in page and "不能撤回" in page


def test_no_form_of_console_and_portal_leaves_its_errors_to_the_browser():
    from pathlib import Path  # only here

    wrong, templates = [], Path(__file__).parents[3] / "templates"
    for path in templates.rglob("*.html"):
        if not {"console", "components", "portal"} & set(path.relative_to(templates).parts):
            continue
        forms = re.findall(r"<form\b(?:[^>{]|\{%.*?%\}|\{\{.*?\}\})*>", path.read_text())
        wrong += [f"{path.name}: {form[:60]}" for form in forms if 'method="post"' in form and "novalidate" not in form]
    assert wrong == []
