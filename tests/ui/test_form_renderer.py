"""Selects and inputs are drawn as their templates draw them, and pills and footers as when included."""

import re

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.template import engines
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from tianfu.site.drawn.drawn_once import fixed, pill
from tianfu.site.drawn.form_renderer import FormRenderer

ODD = "<b>\"'&\x00 字</b>"
GROUPED = [("", "---------"), ("组<1>", [("a", "甲"), (2, ODD)]), ("b", SafeString("乙&amp;丙")), (None, "无")]


class Sample(forms.Form):
    plain = forms.ChoiceField(choices=GROUPED, widget=forms.Select(attrs={"class": 'x"y', "data-a": 1}))
    off = forms.ChoiceField(choices=GROUPED, disabled=True, required=False)
    many = forms.MultipleChoiceField(choices=GROUPED)
    boolean = forms.NullBooleanField()
    radio = forms.ChoiceField(choices=GROUPED, widget=forms.RadioSelect)
    text = forms.CharField(max_length=5, help_text="提示")
    number = forms.IntegerField(min_value=1)
    mail = forms.EmailField(required=False)
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    hidden = forms.CharField(widget=forms.HiddenInput)
    secret = forms.CharField(widget=forms.PasswordInput)
    area = forms.CharField(widget=forms.Textarea)
    tick = forms.BooleanField()
    link = forms.URLField(assume_scheme="https")


def flat(html: str) -> str:
    """Without what no browser shows: blanks between tags and before the end of one."""
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", re.sub(r"\s+", " ", html)).replace(" >", ">")


@pytest.mark.parametrize("data", [None, {}, {"plain": "a", "many": ["a", "2"], "text": ODD, "number": "x", "mail": ODD,
                                            "off": "2", "hidden": ODD, "day": "2026-01-02", "secret": "x", "link": ODD}])  # fmt: skip
def test_every_widget_is_drawn_as_its_template_draws_it(data):
    ours, theirs = (Sample(data, renderer=renderer()) for renderer in (FormRenderer, TemplatesSetting))
    drawn = {name: flat(str(ours[name])) for name in ours.fields}
    assert drawn == {name: flat(str(theirs[name])) for name in theirs.fields}
    assert "请选择" in drawn["plain"]
    assert "&lt;b&gt;" in drawn["plain"]


@pytest.mark.parametrize(
    "given", [{"state": "active"}, {"state": "waiting", "label": ODD}, {"label": "x", "tone": "bad"}, {}]
)
def test_a_pill_is_drawn_as_its_template_draws_it(given):
    assert pill(**given) == render_to_string("components/pill.html", given).strip()
    tag = engines["django"].from_string("{% pill state=state label=label tone=tone %}")
    assert tag.render(given) == pill(**given)


def test_the_footer_says_what_this_installation_is_called(settings):
    assert "天府名品" in fixed("components/footer.html")
    settings.PLATFORM_NAME = "湖北精品"
    assert "湖北精品" in fixed("components/footer.html")
