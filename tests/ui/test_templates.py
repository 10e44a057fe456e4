"""A template may be laid out in any way: what it sends has no line break or blank that a reader would see."""

from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import get_template

from tests.some import some
from tianfu.site.drawn.loader import tighten


@pytest.mark.parametrize(
    ("laid_out", "sent"),
    [
        ("<p>\n  答复 {{ n }}\n  份\n</p>\n", "<p>答复 {{ n }} 份</p>"),
        ("<dl>\n  <dt>名称</dt>\n  <dd>\n    {{ name }}\n  </dd>\n</dl>", "<dl><dt>名称</dt><dd>{{ name }}</dd></dl>"),
        ("<b>甲</b>\n<b>乙</b>", "<b>甲</b> <b>乙</b>"),
        (
            "{% for a in b %}\n{{ a }}{% if not forloop.last %}、{% endif %}\n{% endfor %}",
            "{% for a in b %} {{ a }}{% if not forloop.last %}、{% endif %}{% endfor %}",
        ),
        (
            "<b>甲</b>{% if a %}（乙）{% endif %}\n{% for c in d %}",
            "<b>甲</b>{% if a %}（乙）{% endif %} {% for c in d %}",
        ),
        ("<button>\n  提交\n</button>\n<button>返回</button>", "<button>提交</button> <button>返回</button>"),
        ('<a\n  class="x"\n  href="{% url \'a\' %}"\n>去</a>', '<a class="x" href="{% url \'a\' %}">去</a>'),
        ("<h1>\n{% if a %}\n甲\n{% else %}\n乙\n{% endif %}\n</h1>", "<h1>{% if a %}甲{% else %}乙{% endif %}</h1>"),
        (
            "甲{% if a %}乙{% endif %}\n{% if b %}（丙）{% endif %}",
            "甲{% if a %}乙{% endif %}{% if b %}（丙）{% endif %}",
        ),
        ("<p>甲。\n乙，\n“丙”</p>", "<p>甲。乙，“丙”</p>"),
        (
            "{# x #}\n{% if a %}\n甲\n{% if b %}、乙{% endif %}\n{% endif %}",
            "{# x #}{% if a %}甲{% if b %}、乙{% endif %}{% endif %}",
        ),
        (
            "甲。\n{% if a %}\n  乙：\n  {% if b %}\n{{ b }}\n{% endif %}\n{% endif %}丙",
            "甲。{% if a %}乙：{% if b %}{{ b }} {% endif %} {% endif %}丙",
        ),
        ("甲{% if a %}乙{% endif %}\n{% if b %}丙{% endif %}", "甲{% if a %}乙{% endif %} {% if b %}丙{% endif %}"),
        ("<p>甲  乙</p>", "<p>甲  乙</p>"),
        ("<pre>\n 甲\n</pre>", "<pre>\n 甲\n</pre>"),
        ("<textarea\n rows='3'>甲\n乙</textarea>", "<textarea\n rows='3'>甲\n乙</textarea>"),
        ("{# <p>\n #}<!-- 甲\n乙 -->", "{# <p>\n #}<!-- 甲\n乙 -->"),
        ("<p {% if a > b %}\n  hidden\n{% endif %}>甲</p>", "<p {% if a > b %} hidden {% endif %}>甲</p>"),
        ("1 < 2\n且 3", "1 < 2 且 3"),
    ],
)
def test_what_is_sent_does_not_depend_on_how_it_is_laid_out(laid_out: str, sent: str) -> None:
    assert tighten(laid_out) == sent


def test_what_is_typed_keeps_its_line_breaks() -> None:
    template = engines["django"].from_string("{{ text }}")
    assert template.render({"text": "甲\n乙"}) == "甲\n乙"
    rows = [{"label": "说明", "value": "甲\n乙"}, {"label": "理由", "lines": ["丙", "丁"]}]
    page = get_template("components/readback.html").render({"rows": rows})
    assert "<dd>甲\n乙</dd>" in page
    assert "<dd>丙<br>丁</dd>" in page.replace(" ", ""), "a line for each, and no more lines"


def test_every_template_is_kept_but_for_its_blanks() -> None:
    folder = Path(__file__).parents[2] / "templates"
    for path in some(folder.rglob("*.html")):
        source = path.read_text()
        assert "".join(tighten(source).split()) == "".join(source.split()), path


def test_templates_of_plain_text_keep_their_lines() -> None:
    template = get_template("email/message.txt")
    assert template.template.source == (Path(__file__).parents[2] / "templates/email/message.txt").read_text()
