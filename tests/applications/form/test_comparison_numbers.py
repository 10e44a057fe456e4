"""The comparison table never changes a number: it is read exactly, kept as typed, or refused with advice."""

import re
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from applications.form.arithmetic import read_cell
from applications.form.autosave import save_fields
from applications.form.rows import save_comparison_row
from applications.form.sections.comparison import item_snapshot
from applications.form.start import open_application
from applications.models import ComparisonItem
from tests import make
from tests.pages import autosave, hidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(reference, clock):
    clock.set("2026-03-02")
    item = make.product(make.enterprise())
    person = make.member(item.enterprise.organisation, edit=True)
    return open_application(user=person, product=item, batch=make.batch(), route="quality_certification")


def row(case, **cells):
    return save_comparison_row(case, {**make.ROW, **cells}, user=case.created_by)


@pytest.mark.parametrize(
    ("typed", "digits", "value"),
    [
        ("0.10", "0.10", "0.1"),
        ("0.100000", "0.100000", "0.1"),
        ("１８，６００．５０", "18600.50", "18600.5"),
        ("18,600.5 mg/m3", "18600.5", "18600.5"),
        ("0.10mg/m³", "0.10", "0.1"),
        ("-0", "-0", "0"),
        ("123456789012.123456", "123456789012.123456", "123456789012.123456"),
    ],
)
def test_digits_are_kept_as_typed_and_the_value_is_exact(case, typed, digits, value):
    saved = ComparisonItem.objects.get(pk=row(case, own_value=typed).pk)
    assert (saved.shown("own"), saved.own_value) == (digits, Decimal(value))
    assert item_snapshot(saved)["own_value"] == digits


@pytest.mark.parametrize(
    "typed",
    [
        "10²",
        "10³ mg/m³",
        "1,23,4",
        "1，23",
        "１２三",
        "1e5",
        "½",
        "٣",
        "--",
        "1 234",
        "0.1-0.2",
        "≤0.1",
        "10⁻²",
        "1_0",
        "0.1 g",
    ],
)
def test_what_cannot_be_read_is_refused_and_the_row_stays_as_it_was(case, typed):
    saved = row(case)
    with pytest.raises(ValidationError) as caught:
        save_comparison_row(case, {"own_value": typed}, user=case.created_by, item=saved)
    assert list(caught.value.message_dict) == ["own_value"]
    kept = ComparisonItem.objects.get(pk=saved.pk)
    assert (kept.shown("own"), kept.verdict) == ("0.021", "better")


def test_the_verdict_comes_from_the_exact_decimal(case):
    saved = row(case, own_value="0.1000001".rstrip("1"), national_value="0.1", industry_value="", industry_source="")
    assert saved.verdict == "equal"
    saved = save_comparison_row(
        case,
        {"own_value": "123456789012.000001", "national_value": "123456789012.000002"},
        user=case.created_by,
        item=saved,
    )
    assert saved.verdict == "better"


def test_a_row_of_before_keeps_its_look(case):
    saved = row(case, own_value="0.10")
    ComparisonItem.objects.filter(pk=saved.pk).update(own_digits="", national_digits="", industry_digits="")
    old = ComparisonItem.objects.get(pk=saved.pk)
    assert (old.shown("own"), old.shown("national"), old.shown("industry")) == ("0.1", "0.124", "0.05")
    ComparisonItem.objects.filter(pk=saved.pk).update(own_value=Decimal("7"), own_digits="0.10")
    assert ComparisonItem.objects.get(pk=saved.pk).shown("own") == "7"


def test_a_unit_is_needed_before_a_cell_may_repeat_it(case):
    with pytest.raises(ValidationError, match="请先填写本行单位"):
        read_cell("5 mg", "")
    with pytest.raises(ValidationError, match="换算为“mg”"):
        read_cell("5 g", "mg")
    assert read_cell("5 MW", "MW").digits == "5"
    with pytest.raises(ValidationError):
        read_cell("5 mW", "MW")


def test_one_indicator_stands_once_however_it_is_written(case):
    row(case)
    with pytest.raises(ValidationError) as caught:
        row(case, indicator="甲醛 释放量（）")
    assert list(caught.value.message_dict) == ["indicator"]


def test_the_page_says_at_once_what_was_understood(client, case):
    saved = row(case)
    client.force_login(case.created_by)
    url = reverse("portal:comparison_autosave", args=[case.pk])
    page = reverse("portal:section", args=[case.pk, "comparison"])
    answer = autosave(client, page, url, f"row-{saved.pk}-own", "18，600.50")
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert body["display"][f"understood-row-{saved.pk}-own"] == "读作 18,600.50 mg/m³"
    assert body["verdicts"] == {f"row-{saved.pk}": "worse"}
    page = client.get(reverse("portal:section", args=[case.pk, "comparison"])).content.decode()
    assert "读作 18,600.50 mg/m³" in page
    assert 'value="18600.50"' in page
    answer = client.post(url, {"field": f"row-{saved.pk}-own", "value": "10²"}, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert "不要用上下标或乘方" in str(answer.json()["errors"])


@pytest.mark.parametrize(
    ("section", "field", "typed", "kept", "words"),
    [
        ("subject", "revenue", "18,600.5", "18600.5", "读作 18,600.5 万元"),
        ("subject", "revenue", "１８，６００．５０ 万元", "18600.50", "读作 18,600.50 万元"),
        ("subject", "employees", "1,200", 1200, "读作 1200 人"),
        ("product", "production_started", "２０１８", 2018, "读作 2018"),
        ("product", "annual_output", "１２，０００ 套", "12000 套", "读作 12,000 套"),
        ("product", "annual_output", "约 12 万套", "约 12 万套", ""),
    ],
)
def test_every_number_of_the_form_is_read_by_the_one_reader(client, case, section, field, typed, kept, words):
    client.force_login(case.created_by)
    page = reverse("portal:section", args=[case.pk, section])
    answer = autosave(client, page, reverse("portal:autosave", args=[case.pk, section]), field, typed)
    assert answer.status_code == 200, answer.content
    assert case.answers.get(section=section).data[field] == kept
    assert answer.json()["display"] == {f"understood-{field}": words}
    page = client.get(reverse("portal:section", args=[case.pk, section])).content.decode()
    assert (f'data-display="understood-{field}">{words}' in page) is True


@pytest.mark.parametrize("field", ["revenue", "employees"])
@pytest.mark.parametrize("typed", ["10²", "1,23,4", "1e3", "½", "1 200", "一千", "1.2.3"])
def test_no_number_of_the_form_is_guessed(case, field, typed):
    saved = save_fields(case, "subject", {field: typed}, user=case.created_by)
    assert list(saved.errors) == [field]
    assert field not in saved.data


@pytest.mark.parametrize("typed", ["10² 套", "1,23,4 套", "1e5 套", "½ 万套"])
def test_a_quantity_that_begins_with_a_number_must_be_readable(case, typed):
    assert list(save_fields(case, "product", {"annual_output": typed}, user=case.created_by).errors) == [
        "annual_output"
    ]


def shown_as_read(page, name):
    found = re.search(f'data-display="understood-{name}">([^<]*)<', page.content.decode())
    assert found is not None
    return found[1]


@pytest.mark.parametrize("typed", ["10²", "很低", "1,23,4", "5 g/L"])
def test_a_refused_cell_no_longer_says_what_was_read_before(client, case, typed):
    saved = row(case)
    client.force_login(case.created_by)
    name, page = f"row-{saved.pk}-own", reverse("portal:section", args=[case.pk, "comparison"])
    before = client.get(page)
    assert shown_as_read(before, name).startswith("读作 ")
    url = reverse("portal:comparison_autosave", args=[case.pk])
    answer = autosave(client, page, url, name, typed)
    assert (answer.status_code, answer.json()["display"]) == (422, {f"understood-{name}": ""})
    national = f"row-{saved.pk}-national"
    form = {**hidden(before), name: typed, national: "12,345.60"}
    answer = client.post(page, form)
    assert (answer.status_code, shown_as_read(answer, name)) == (422, "")
    assert shown_as_read(answer, national) == "读作 12,345.60 mg/m³", "what stands there now, though not yet saved"


@pytest.mark.parametrize(("field", "good", "bad"), [("revenue", "18,600.5", "10²"), ("employees", "1,200", "12.5")])
def test_a_refused_field_no_longer_says_what_was_read_before(client, case, field, good, bad):
    client.force_login(case.created_by)
    page = reverse("portal:section", args=[case.pk, "subject"])
    url = reverse("portal:autosave", args=[case.pk, "subject"])
    assert autosave(client, page, url, field, good).status_code == 200
    before = client.get(page)
    assert shown_as_read(before, field).startswith("读作 ")
    answer = autosave(client, page, url, field, bad)
    assert (answer.status_code, answer.json()["display"]) == (422, {f"understood-{field}": ""})
    answer = client.post(page, {**hidden(before), field: bad})
    assert (answer.status_code, shown_as_read(answer, field)) == (422, "")
