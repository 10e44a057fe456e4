"""A template written as a function says what Django says, whatever stands in it."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.template import Context, Engine, RequestContext, engines
from django.template.base import NodeList, VariableDoesNotExist
from django.test import Client
from django.utils.safestring import mark_safe

from tests.public.pages import addresses
from tests.some import some
from tianfu.site.compiler import loader
from tianfu.site.compiler.loader import Drawn


class Row:
    name, number, empty = "茶<b>", 3, None
    safe = mark_safe("<i>")

    @property
    def gone(self) -> str:
        raise ObjectDoesNotExist

    @property
    def broken(self) -> str:
        return self.nothing  # type: ignore[attr-defined]

    def said(self) -> str:
        return "说“&”"

    def needs(self, what: str) -> str:
        return what

    def destroys(self) -> str:
        raise AssertionError("called")

    destroys.alters_data = True  # type: ignore[attr-defined]


def given() -> dict[str, Any]:
    inner = SimpleNamespace(rows=[Row(), Row()], keys={"a": 1, "items": "键"}, row=Row())
    return {
        "row": Row(), "inner": inner, "rows": [Row(), {"name": "壹", "number": 1}], "none": None, "zero": 0, "text": "a'b&",
        "pairs": [("甲", 1), ("乙", 2)], "numbers": [3, 1234567, 2.5], "call": lambda: "叫", "lazy": iter([1, 2]),
        "tree": [[1, 2], [], [3]], "flag": True, "template": "b.html", "safe": mark_safe("<u>"),
    }  # fmt: skip


TEMPLATES = {
    "a.html": "{{ row.name }}{% include 'b.html' %}{% include 'b.html' with row=inner.row only %}",
    "b.html": "[{{ row.name|default:'无' }}{{ text }}{{ forloop.counter }}]",
    "cycle.html": "{% cycle 'x' 'y' %}",
    "binds.html": "{% url 'home' as here %}{{ here }}",
    "base.html": "<title>{% block title %}基{% endblock %}</title>{% block main %}{% url 'home' as here %}{{ here }}"
    "{% block inner %}内{{ row.name }}{% endblock %}{% endblock %}{{ here }}{% block last %}{% endblock %}",
    "middle.html": "{% extends 'base.html' %}{% block inner %}中{{ block.super }}{% endblock %}",
    "page.html": "{% extends 'middle.html' %}{% block title %}页 {{ block.super }}{% endblock %}"
    "{% block inner %}叶{{ block.super }}{% for x in pairs %}{{ block.super }}{% endfor %}{% endblock %}ignored",
    "odd.html": "{% extends 'base.html' %}{% block main %}{% autoescape off %}{{ block.super }}{% endautoescape %}{% endblock %}",
    "inner_block.html": "{% extends 'base.html' %}{% block last %}{% filter upper %}{% block x %}y{% endblock %}{% endfilter %}{% endblock %}",
}
SOURCES = [
    "{{ row.name }}{{ row.safe }}{{ row.empty }}{{ row.missing }}{{ missing }}{{ missing.more }}{{ row.gone }}{{ none }}",
    "{{ row.said }}{{ row.needs }}{{ row.destroys }}{{ call }}{{ zero }}{{ numbers }}{{ numbers.1 }}{{ numbers.7 }}",
    "{{ inner.keys.a }}{{ inner.keys.items }}{{ inner.rows.0.name }}{{ pairs.0.0 }}{{ pairs.x }}{{ 'lit<' }}{{ 12 }}{{ 1.5 }}",
    "{{ row.name|upper }}{{ text|slice:':1' }}{{ safe|lower }}{{ text|lower }}{{ missing|default:'<无>' }}{{ text|linebreaksbr }}",
    "{{ row.name|default:text }}{{ none|default_if_none:'x' }}{{ numbers|join:', ' }}{{ text|urlencode }}{{ text|escape|safe }}",
    "{% for r in rows %}{{ forloop.counter }}{{ r.name }}{% if not forloop.last %}、{% endif %}{% empty %}无{% endfor %}{{ r }}",
    "{% for r in missing %}{{ r }}{% empty %}无{{ row.name }}{% endfor %}{% for r in none %}x{% empty %}空{% endfor %}",
    "{% for a, b in pairs reversed %}{{ a }}{{ b }}{% with a='内' %}{{ a }}{% endwith %}{{ a }}{% endfor %}{{ a }}",
    "{% for x in tree %}{% for y in x %}{{ forloop.parentloop.counter }}.{{ forloop.counter0 }}={{ y }}{% empty %}-{% endfor %};{% endfor %}",
    "{% for x in lazy %}{{ x }}{{ forloop.revcounter }}{% endfor %}{% for x in tree %}{% include 'b.html' %}{% endfor %}",
    "{% if row.number == 3 and text %}甲{% elif zero %}乙{% else %}丙{% endif %}{% if none > 3 or missing %}x{% else %}y{% endif %}",
    "{% if 'a' in text %}有{% endif %}{% if x in none %}x{% else %}无{% endif %}{% if not row.gone %}空{% endif %}{% if zero %}{% endif %}",
    "{% if row.number >= 3 and row.number < 9 and none is None and flag is not False and 2 not in numbers %}都{% endif %}",
    "{% if flag %}{% url 'home' as u %}{% endif %}[{{ u }}]{% if zero %}{% url 'brands' as u %}{% endif %}[{{ u }}]",
    "{% for x in pairs %}[{{ u }}]{% if forloop.first %}{% url 'brands' as u %}{% endif %}{% endfor %}[{{ u }}]",
    "{% url 'home' as u %}{% for x in pairs %}[{{ u }}]{% url 'brands' as u %}{% endfor %}[{{ u }}]",
    "{% url 'brand' text %}{% url 'brand' 'TFMP-C-1' %}{% url 'notice' 7 %}{% url 'home' %}{% url 'no_such' as u %}[{{ u }}]",
    "{% include 'a.html' with text='换' %}{{ text }}{% include template %}{% include 'binds.html' %}[{{ here }}]",
    "{% for x in pairs %}{% include 'cycle.html' %}{% cycle 'p' 'q' %}{% ifchanged x.1 %}变{% endifchanged %}{% endfor %}",
    "{% with a=row.name b=missing %}{{ a }}{{ b }}{% with a=b c=a %}[{{ a }}{{ c }}]{% endwith %}{{ a }}{% endwith %}{{ a }}",
    "{% regroup pairs by 0 as groups %}{% for g in groups %}{{ g.grouper }}{% endfor %}{% firstof none zero text as f %}{{ f }}",
    "{% autoescape off %}{{ row.name }}{% include 'a.html' %}{% endautoescape %}{% filter upper %}{{ text }}{% endfilter %}",
    "{% spaceless %}<p> {% if flag %}<b> {{ text }} </b>{% endif %} </p>{% endspaceless %}{% verbatim %}{{ x }}{% endverbatim %}{# c #}",
    "{% pill state='active' %}{% pill state=text label=row.name %}{% platform %}{% platform as p %}{{ p }}{{ p }}",
    "{% comment %}{{ x }}{% endcomment %}{% load static %}{% static 'css/base.css' %}{% now 'Y' as y %}{{ y|length }}",
    *[
        f"{{% extends '{name}' %}}"
        for name in ("base.html", "middle.html", "page.html", "odd.html", "inner_block.html")
    ],
]


# Left to Django: one extends the admin's of the same name, lists extend that one, the others say their messages around a block.
LEFT = [
    "admin/change_list.html",
    "tianfu/accounts/console/organisations.html",
    "tianfu/accounts/console/people.html",
    "tianfu/files/console/file_list.html",
    "tianfu/inbox/console/outbox_list.html",
    "tianfu/inbox/reader/portal/inbox.html",
    "tianfu/inbox/reader/portal/inbox_message.html",
    "tianfu/inbox/reader/portal/inbox_preferences.html",
    "tianfu/ledger/console/audit_list.html",
]


def engine() -> Engine:
    ours = engines["django"].engine
    loaders = [("tianfu.site.compiler.loader.Loader", [("django.template.loaders.locmem.Loader", dict(TEMPLATES))])]
    libraries = {"static": "django.templatetags.static"}
    return Engine(loaders=loaders, libraries=libraries, builtins=ours.builtins)


def both(source: str, found: Any, *, times: int = 3) -> tuple[str, str]:
    """(Django's, ours)."""
    said = []
    for name in ("theirs", "ours"):
        made = engine()
        template = made.from_string(source)
        if name == "ours":
            template.nodelist = Drawn(template)
            assert template.nodelist.draw is None
        for _ in range(times):
            text = template.render(found())
        said.append(text)
        if name == "ours":
            assert isinstance(template.nodelist, Drawn)
    return said[0], said[1]


@pytest.mark.parametrize("source", SOURCES)
def test_a_written_template_says_what_django_says(source, rf):
    for found in (lambda: Context(given()), lambda: RequestContext(rf.get("/brands/"), given())):
        theirs, ours = both(source, found)
        assert ours == theirs


@pytest.mark.parametrize("source", ["{{ row.broken }}", "{{ row.name|default:missing }}", "{% url 'no_such' %}",
                                    "{% for a, b, c in pairs %}{% endfor %}", "{% include 'no_such.html' %}"])  # fmt: skip
def test_what_fails_in_django_fails_alike(source):
    failed = []
    for make in (lambda template: template.nodelist, Drawn):
        template = engine().from_string(source)
        template.nodelist = make(template)
        for _ in range(3):
            with pytest.raises(Exception) as error:
                template.render(Context(given()))
        failed.append((type(error.value), str(error.value).split("\n")[0][:60]))
    assert failed[0] == failed[1]
    assert failed[0][0] is not VariableDoesNotExist or "missing" in source


def test_a_template_is_written_with_its_third_use_and_again_where_addresses_are_others(settings):
    made = engine()
    template = made.from_string("{% url 'home' %}{{ text }}")
    nodes = template.nodelist = Drawn(template)
    states = []
    for _ in range(3):
        assert template.render(Context({"text": "<"})) == "/&lt;"
        states.append(nodes.draw is not None)
    assert states == [False, False, True]
    first = nodes.draw
    settings.STATIC_URL = "/elsewhere/"
    for _ in range(3):
        assert template.render(Context({"text": "<"})) == "/&lt;"
    assert nodes.draw not in (None, first)


def test_a_template_that_extends_another_of_its_own_name_is_left_to_django(tmp_path):
    for folder, text in (("ours", "{% extends 'a.html' %}{% block x %}我{{ block.super }}{% endblock %}"),
                         ("theirs", "<{% block x %}它{% endblock %}>")):  # fmt: skip
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.html").write_text(text)
    files = ("django.template.loaders.filesystem.Loader", [tmp_path / "ours", tmp_path / "theirs"])
    template = Engine(loaders=[("tianfu.site.compiler.loader.Loader", [files])]).get_template("a.html")
    assert [template.render(Context({})) for _ in range(4)] == ["<我它>"] * 4
    assert template.nodelist.draw is None


def test_every_template_of_the_platform_is_written_or_left_to_django():
    left = []
    for path in some((settings.BASE_DIR / "templates").rglob("*.html")):
        name = str(path.relative_to(settings.BASE_DIR / "templates"))
        nodes = engines["django"].engine.get_template(name).nodelist
        nodes._write()
        if nodes.draw is None:
            left.append(name)
    assert sorted(left) == LEFT


@pytest.mark.django_db
def test_every_public_page_is_written_and_is_djangos_to_the_letter(client: Client, furnished, monkeypatch):
    drawn: list[str] = []
    render = Drawn.render

    def compared(self: Drawn, context: Any) -> Any:
        if self.draw is None:
            return render(self, context)
        ours = render(self, context)
        assert ours == NodeList.render(self, context), self.template.name
        drawn.append(str(self.template.name))
        return ours

    monkeypatch.setattr(loader, "FROM", 1)
    monkeypatch.setattr(Drawn, "render", compared)
    for loaded in engines["django"].engine.template_loaders:
        loaded.reset()
    pages = addresses(furnished)
    for address in some(pages):
        for _ in range(2):
            assert client.get(address).status_code < 500, address
    assert {
        "certification/register/public/home.html",
        "certification/register/public/brands.html",
        "certification/register/public/brand.html",
        "certification/register/public/verify.html",
    } <= set(drawn)
    assert len(set(drawn)) > 20
    assert settings.DEBUG is False
