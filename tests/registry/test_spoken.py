"""Texts of ours in a programme's words: what was typed stays, a row is spoken of in the words of what it belongs to."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.forms import CharField, Form
from django.template import Context, Engine, engines
from django.utils.functional import SimpleLazyObject

from applications.models import Application, PublicNotice, StageReview
from applications.review.stages.consultation.models import Consultation
from certification.models import Authorization, ChangeRequest, MarkUsage, Suspension
from supervision.directories.models import InspectionItem
from tests import make
from tianfu.accounts.access.both_sides import BothSides
from tianfu.registry import spoken
from tianfu.registry.row_words import _paths, in_words
from tianfu.registry.spoken import HOUSE, speak_filled
from tianfu.site.compiler.loader import FROM, Drawn
from tianfu.site.drawn.loader import in_words as said_by_pages

SAID = {"said.html": "{% said grant %}"}
CITY = {"grant": "评定", "right": "名牌称号", "mark": "名牌标志"}
NAMED = {"grant": "认定", "right": "认定", "mark": "名牌"}


class Row:
    """Something of a programme."""

    def __init__(self, words: dict[str, str]) -> None:
        self.words = words

    @property
    def spoken_words(self) -> dict[str, str]:
        return self.words


@pytest.fixture
def several(monkeypatch: Any) -> None:
    """Some programme speaks otherwise than the engine."""
    monkeypatch.setattr(spoken._Known, "otherwise", True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("授权已暂停，不得使用标识。", "评定已暂停，不得使用名牌标志。"),
        ("标识使用授权由两人作出。", "名牌称号由两人作出。"),
        ("证书产品“标识牌”与授权产品“授权机”不一致。", "证书产品“标识牌”与评定产品“授权机”不一致。"),
        ("请由授权代表签署授权委托书和授权书。", "请由授权代表签署授权委托书和授权书。"),
        ("“未关上的授权", "“未关上的评定"),
    ],
)
def test_what_stands_in_quotes_stays_as_people_typed_it(text: str, said: str) -> None:
    assert speak_filled(text, CITY) == said
    assert speak_filled(text, HOUSE) == text


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        (Application, ()),
        (Authorization, ()),
        (PublicNotice, ("application",)),
        (Consultation, ("application",)),
        (StageReview, ("application",)),
        (Suspension, ("authorization",)),
        (MarkUsage, ("authorization",)),
        (ChangeRequest, ("authorization",)),
    ],
)
def test_a_row_belongs_to_the_nearest_thing_that_has_words(kind: type, path: tuple[str, ...]) -> None:
    assert _paths(kind)[0] == path


def test_what_every_programme_shares_belongs_to_none() -> None:
    assert [_paths(kind) for kind in (InspectionItem, SimpleNamespace, str, dict)] == [()] * 4


@pytest.mark.django_db
def test_rows_of_a_list_are_not_fetched_to_be_spoken_of(
    reference: None, clock: Any, several: None, django_assert_num_queries: Any
) -> None:
    mark = make.authorization(clock_fixture=clock)
    row = Suspension(authorization_id=mark.pk)
    page = engines["django"].from_string("{% for row in rows %}授权{% spoken text %}{% endfor %}")
    with django_assert_num_queries(0):
        page.render({"rows": [row], "text": "标识"})


def test_a_refusal_that_says_who_is_on_both_sides_stays_one(several: None) -> None:
    both = BothSides("您办理过该授权，不能复核。", 7)
    assert in_words(Row(CITY), [both, "授权尚未生效。"]) == [both, "评定尚未生效。"]
    assert isinstance(in_words(Row(CITY), [both])[0], BothSides)


@pytest.mark.parametrize("source", [
    "{% for row in rows %}{% said grant %}{% spoken text %};{% endfor %}{% said grant %}",
    "{% for row in rows %}{{ forloop.counter }}{% with x=row %}{% said grant %}{% endwith %};{% empty %}无{% endfor %}{% said grant %}",
    "{% for key, row in pairs %}{{ key }}{% said grant %};{% endfor %}{% said grant %}",
    "{% for row in rows %}{% for one in twice %}{% said mark %}{{ one }}{% endfor %};{% endfor %}{% said mark %}",
    "{% for row in rows %}{% if row %}{% include 'said.html' %}{% include 'said.html' with x=row only %};{% endif %}{% endfor %}",
])  # fmt: skip
def test_a_written_loop_says_each_row_in_its_own_words(several: None, source: str) -> None:
    """Drawn by Django at first, from the third time on by the function written from the template."""
    loaders = [("tianfu.site.compiler.loader.Loader", [("django.template.loaders.locmem.Loader", SAID)])]
    template = Engine(loaders=loaders, builtins=engines["django"].engine.builtins).from_string(source)
    rows = [Row(CITY), Row(NAMED), Row(dict(HOUSE))]
    given = {"page": Row(NAMED), "rows": rows, "pairs": list(zip("甲乙丙", rows, strict=True)), "twice": [1, 2],
             "text": "标识“授权”"}  # fmt: skip
    theirs = template.render(Context(given))
    nodes = template.nodelist = Drawn(template)
    ours = [template.render(Context(given)) for _ in range(FROM + 2)]
    assert nodes.draw is not None, "it is written"
    assert set(ours) == {theirs}
    words = "mark" if "mark" in source else "grant"
    shown = theirs.split(";")
    assert [row_words[words] in shown[n] for n, row_words in enumerate((CITY, NAMED, HOUSE))] == [True] * 3
    assert [HOUSE["grant"] in shown[n].replace("“授权”", "") for n in (0, 1)] == [False] * 2
    assert shown[3] in ("", NAMED[words])


def test_what_is_handed_to_a_component_is_said_by_the_page(several: None) -> None:
    """The component is drawn without the page's things; a menu's label stays, and so does what asks."""
    source = """<p>{% include "c.html" with title="还没有授权" hint="没有“授权”" label="授权事项" only %}{% if a == "授权" %}{% endif %}</p>"""
    text = said_by_pages(source)
    assert text.count("{% spoken ") == 2
    assert (
        '{% include "c.html" with title=handed_title hint=handed_hint label="授权事项" only %}{% if a == "授权" %}'
        in text
    )
    loaders = [("django.template.loaders.locmem.Loader", {"c.html": "{{ title }}，{{ hint }}，{{ label }}"})]
    page = Engine(loaders=loaders, builtins=engines["django"].engine.builtins).from_string(text)
    assert page.render(Context({"page": Row(CITY)})) == "<p>还没有评定，没有“授权”，授权事项</p>"


def test_a_form_says_its_labels_and_errors_in_the_pages_words(several: None) -> None:
    class Asked(Form):
        place = CharField(
            label="使用标识的地点", help_text="授权范围内的。", error_messages={"required": "请写明使用标识的地点。"}
        )

    page = engines["django"].from_string(
        "{% include 'components/error_summary.html' %}{% include 'components/form.html' %}"
    )
    text = page.render({"form": Asked({}), "mark": Row(CITY)})
    assert [word for word in ("授权", "标识") if word in text] == []
    assert text.count("使用名牌标志的地点") == 4 and "评定范围内的。" in text
    assert "使用标识的地点" in page.render({"form": Asked({}), "nobody": 1})


def test_the_token_of_a_form_is_not_looked_into_for_words(several: None) -> None:
    """Looked into, it sets its cookie, and the page is neither kept nor compressed for others."""
    seen: list[str] = []
    token = SimpleLazyObject(lambda: seen.append("looked") or "token")
    page = Engine(libraries={}, builtins=["tianfu.site.drawn.spoken_words"]).from_string("{% said grant %}")
    assert page.render(Context({"csrf_token": token, "row": Row(NAMED)})) == "认定"
    assert page.render(Context({"csrf_token": token})) == HOUSE["grant"]
    assert seen == []
