"""Saves say what they were based on: the form mixin and its arithmetic."""

from datetime import date
from decimal import Decimal

from django import forms
from django.http import QueryDict

from tianfu.workflow.signatures.basis import BasedForm, overwrites, texts, untouched


class Sheet(BasedForm, forms.Form):
    name = forms.CharField(label="名称", required=False)
    people = forms.IntegerField(label="人数", required=False)
    since = forms.DateField(label="起", required=False)
    open = forms.BooleanField(label="开放", required=False)
    level = forms.ChoiceField(label="级别", choices=[("a", "国家级"), ("b", "省级")], required=False)
    places = forms.MultipleChoiceField(label="地区", choices=[("x", "成都"), ("y", "绵阳")], required=False)


STORED = {"name": "甲", "people": 260, "since": date(2009, 5, 18), "open": True, "level": "a", "places": ["x"]}


def posted(was, **fields):
    """A page that showed `was`, sent back with `fields` in place of what it showed."""
    data = QueryDict(mutable=True)
    for name, value in Sheet(initial=was).based_on():
        data.appendlist(name, value)
    for name, value in {**was, **fields}.items():
        data.setlist(name, texts(value))
    return data


def test_a_field_sent_back_as_shown_follows_what_is_stored_now():
    now = {**STORED, "people": 9999, "open": False, "places": ["x", "y"], "level": "b"}
    form = Sheet(posted(STORED, name="乙"), initial=now)
    assert form.is_valid()
    assert form.status == 200
    assert form.cleaned_data == {**now, "name": "乙"}


def test_two_people_who_change_one_field_get_409_and_both_versions():
    for field, theirs, mine, words in (
        ("people", 9999, 300, ("9999", "300")),
        ("name", "丙", "乙", ("丙", "乙")),
        ("name", "丙", "", ("丙", "")),
        ("since", date(2010, 1, 1), date(2011, 1, 1), ("2010-01-01", "2011-01-01")),
        ("open", False, True, None),
        ("level", "b", "", ("省级", "")),
        ("places", ["y"], ["x", "y"], ("绵阳", "成都、绵阳")),
    ):
        form = Sheet(posted(STORED, **{field: mine}), initial={**STORED, field: theirs})
        if words is None:  # a tick that was on and was put back on is not touched
            assert form.is_valid() and form.cleaned_data[field] is theirs
            continue
        assert not form.is_valid(), field
        assert (form.status, list(form.errors)) == (409, [field])
        assert (form.conflicts[field].theirs, form.conflicts[field].mine) == words
        assert texts(form[field].value()) == texts(mine), "what was typed stays"


def test_saving_again_after_both_versions_were_shown_is_a_decision():
    first = Sheet(posted(STORED, people=300), initial={**STORED, "people": 9999})
    assert not first.is_valid()
    again = QueryDict(mutable=True)
    for name, value in first.based_on():
        again.appendlist(name, value)
    for name in STORED:
        again.setlist(name, first.data.getlist(name))
    form = Sheet(again, initial={**STORED, "people": 9999})
    assert form.is_valid()
    assert form.cleaned_data["people"] == 300


def test_the_stored_version_may_be_taken_for_a_field_of_any_kind():
    now = {"name": "", "people": 9999, "since": date(2010, 1, 1), "open": False, "level": "b", "places": ["y"]}
    mine = {"name": "乙", "people": 300, "since": "2011-01-01", "places": []}
    first = Sheet(posted(STORED, **mine), initial=now)
    assert set(first.errors) == set(mine)
    again = QueryDict(mutable=True)
    for name, value in first.based_on():
        again.appendlist(name, value)
    for name in STORED:
        again.setlist(name, first.data.getlist(name))
        again[f"take-{name}"] = "stored"
    form = Sheet(again, initial=now)
    assert form.is_valid(), form.errors
    assert form.cleaned_data == now


def test_a_page_that_does_not_say_what_it_saw_saves_only_into_empty_fields():
    data = QueryDict("name=乙&people=300")
    form = Sheet(data, initial={**STORED, "people": None})
    assert not form.is_valid()
    assert list(form.conflicts) == ["name"]
    assert Sheet(data, initial={}).is_valid()


def test_line_ends_outer_spaces_and_order_are_no_change():
    assert untouched("第一行\n第二行", "第一行\r\n第二行 ")
    assert untouched(["x", "y"], ["y", "x"])
    assert untouched(None, "")
    assert texts(Decimal("12000.50")) == ["12000.50"]
    assert not overwrites("甲", "乙", "乙")
    assert overwrites("", "乙", "甲")
