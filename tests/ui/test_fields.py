"""A field drawn by our template: label, hint and error belong to the input for every reader."""

import re

from django import forms


class Sample(forms.Form):
    name = forms.CharField(label="产品名称", help_text="与标签一致。", error_messages={"required": "请填写产品名称。"})
    output = forms.DecimalField(label="产量", required=False)
    route = forms.ChoiceField(label="方式", widget=forms.RadioSelect, choices=(("a", "品质认证"), ("b", "自我声明")))
    agree = forms.BooleanField(label="我愿意承担责任")


def attributes(html: str, tag: str, name: str) -> str:
    found = re.search(rf'<{tag}[^>]*name="{name}"[^>]*>', html)
    assert found is not None
    return found.group(0)


def test_label_and_hint_are_tied_to_the_input() -> None:
    html = Sample()["name"].as_field_group()
    assert '<label for="id_name">产品名称</label>' in html
    assert 'aria-describedby="id_name_helptext"' in attributes(html, "input", "name")
    assert 'id="id_name_helptext"' in html


def test_an_error_stands_between_hint_and_input_and_is_announced() -> None:
    html = Sample({})["name"].as_field_group()
    field = attributes(html, "input", "name")
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_name_helptext id_name_error"' in field
    assert html.index("与标签一致") < html.index("请填写产品名称。") < html.index('name="name"')
    assert "错误" in html


def test_choices_are_a_group_with_a_legend() -> None:
    html = Sample()["route"].as_field_group()
    assert "<fieldset" in html
    assert "<legend>方式</legend>" in html


def test_a_tick_box_has_its_label_beside_it() -> None:
    html = Sample({})["agree"].as_field_group()
    assert html.index('name="agree"') < html.index("我愿意承担责任")
    assert 'id="id_agree_error"' in html


def test_unit_and_optional_are_shown() -> None:
    form = Sample()
    form.fields["output"].unit = "吨"
    form.fields["output"].optional = True
    html = form["output"].as_field_group()
    assert '<span class="unit">吨</span>' in html
    assert "选填" in html


def test_an_officers_words_stand_at_the_field_and_are_escaped() -> None:
    form = Sample()
    form.fields["name"].correction = {"words": "请改正<b>", "by": "宜宾市市场监管局"}
    html = form["name"].as_field_group()
    assert "请改正&lt;b&gt;" in html
    assert html.index("请改正") < html.index('name="name"')


def test_djangos_own_messages_say_what_to_do() -> None:
    plain = type(
        "Plain", (forms.Form,), {"name": forms.CharField(max_length=3), "output": forms.DecimalField(max_digits=2)}
    )
    assert plain({"name": "四个字啊", "output": "一千"}).errors == {
        "name": ["最多 3 个字，现在有 4 个，请缩短。"],
        "output": ["请填写数字，例如 12.5。"],
    }
    assert plain({}).errors["name"] == ["请填写此项。"]
