"""Two windows on one application: nobody overwrites what he has not seen, nobody disturbs the other."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from applications.form.autosave import save_fields
from applications.models import ComparisonItem
from applications.review.acts.corrections import ask_correction
from tests import make
from tests.pages import hidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(client, reference):
    application = make.draft()
    client.force_login(application.created_by)
    return application


def section(case, key):
    return reverse("portal:section", args=[case.pk, key])


def send(client, case, key, field, value, page):
    """The script of an open page saves one field."""
    name = "portal:comparison_autosave" if key == "comparison" else "portal:autosave"
    url = reverse(name, args=[case.pk] if key == "comparison" else [case.pk, key])
    return client.post(url, {"field": field, "value": value, "was": page.get(f"was-{field}", "")})


def stored(case, key, field):
    return case.answers.get(section=key).data[field]


def test_a_field_saved_from_an_older_window_gets_409_with_both_versions(client, case):
    first = second = hidden(client.get(section(case, "subject")))
    assert send(client, case, "subject", "employees", "9999", first).status_code == 200
    answer = send(client, case, "subject", "employees", "260", second)
    assert answer.status_code == 409
    told = answer.json()
    assert (told["theirs"]["text"], told["mine"]["text"], told["field"]) == ("9999", "260", "employees")
    assert "从业人数" in told["error"]["message"]
    assert stored(case, "subject", "employees") == 9999
    # Chosen after both were shown: based on theirs, it is saved.
    assert send(client, case, "subject", "employees", "260", {"was-employees": "9999"}).status_code == 200
    assert stored(case, "subject", "employees") == 260


def test_different_fields_of_one_section_do_not_disturb_each_other(client, case):
    page = hidden(client.get(section(case, "subject")))
    for field, value in (("employees", "9999"), ("contact_name", "赵六"), ("contact_phone", "028-11112222")):
        assert send(client, case, "subject", field, value, page).status_code == 200
    data = case.answers.get(section="subject").data
    assert (data["employees"], data["contact_name"]) == (9999, "赵六")


@pytest.mark.parametrize(
    ("key", "field", "theirs", "mine"),
    [
        ("subject", "established_on", "2010-01-01", "2011-01-01"),
        ("subject", "address", "成都市示例路 2 号", ""),
        ("product", "description", "第一行\n第二行", "另一句"),
        ("standard", "role", "join", "execute"),
    ],
)
def test_dates_choices_long_texts_and_emptied_fields_are_kept_all_the_same(client, case, key, field, theirs, mine):
    page = hidden(client.get(section(case, key)))
    assert send(client, case, key, field, theirs, page).status_code == 200
    assert send(client, case, key, field, mine, page).status_code == 409
    assert stored(case, key, field) == theirs


def test_a_page_that_does_not_say_what_it_saw_overwrites_nothing(client, case):
    url = reverse("portal:autosave", args=[case.pk, "subject"])
    assert client.post(url, {"field": "employees", "value": "1", "revision": "99"}).status_code == 409
    assert client.post(url, {"field": "quality_officer", "value": "孙七"}).status_code == 200  # it was empty
    assert stored(case, "subject", "employees") == 320


def test_the_button_saves_what_was_touched_and_keeps_what_a_colleague_saved(client, case):
    url = section(case, "subject")
    page = hidden(client.get(url))
    shown = {name.removeprefix("was-"): value for name, value in page.items() if name.startswith("was-")}
    assert send(client, case, "subject", "employees", "9999", page).status_code == 200
    assert client.post(url, {**page, **shown, "contact_name": "赵六"}).status_code == 302
    data = case.answers.get(section="subject").data
    assert (data["employees"], data["contact_name"]) == (9999, "赵六")


def test_the_button_on_an_older_page_gets_409_shows_both_and_saves_the_rest(client, case):
    url = section(case, "subject")
    page = hidden(client.get(url))
    shown = {name.removeprefix("was-"): value for name, value in page.items() if name.startswith("was-")}
    assert send(client, case, "subject", "employees", "9999", page).status_code == 200
    answer = client.post(url, {**page, **shown, "employees": "260", "contact_name": "赵六"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "已改为“9999”，您填写的是“260”" in text
    assert 'data-versions="employees"' in text and 'value="260"' in text
    data = case.answers.get(section="subject").data
    assert (data["employees"], data["contact_name"]) == (9999, "赵六")
    # The page that came back is based on what is stored now: pressed again, it is a decision.
    again = hidden(answer)
    fields = {**shown, "employees": "260", "contact_name": "赵六"}
    assert client.post(url, {**again, **fields}).status_code == 302
    assert stored(case, "subject", "employees") == 260


@pytest.mark.parametrize(("take", "kept"), [("stored", 9999), ("mine", 260)])
def test_without_script_one_of_two_versions_is_chosen_and_the_rest_is_saved_as_typed(client, case, take, kept):
    url = section(case, "subject")
    page = hidden(client.get(url))
    shown = {name.removeprefix("was-"): value for name, value in page.items() if name.startswith("was-")}
    send(client, case, "subject", "employees", "9999", page)
    answer = client.post(url, {**page, **shown, "employees": "260"})
    assert 'name="take-employees" value="stored"' in answer.content.decode()
    fields = {**shown, "employees": "260", "contact_name": "赵六", "take-employees": take}
    assert client.post(url, {**hidden(answer), **fields}).status_code == 302
    data = case.answers.get(section="subject").data
    assert (data["employees"], data["contact_name"]) == (kept, "赵六")


def test_without_script_a_cell_of_the_table_is_chosen_too(client, case):
    url = section(case, "comparison")
    page = hidden(client.get(url))
    shown = {name.removeprefix("was-"): value for name, value in page.items() if name.startswith("was-")}
    send(client, case, "comparison", cell(case, "own"), "0.03", page)
    answer = client.post(url, {**page, **shown, cell(case, "own"): "0.01"})
    text = answer.content.decode()
    assert "已保存的内容</dt><dd>0.03" in text and "您填写的内容</dt><dd>0.01" in text
    fields = {**shown, cell(case, "own"): "0.01", cell(case, "unit"): "mg/L", f"take-{cell(case, 'own')}": "stored"}
    assert client.post(url, {**hidden(answer), **fields}).status_code == 302
    row = case.comparison.get()
    assert (f"{row.own_value:.2f}", row.unit) == ("0.03", "mg/L")


def cell(case, name):
    return f"row-{case.comparison.get().pk}-{name}"


def test_cells_of_one_row_are_saved_one_by_one(client, case):
    page = hidden(client.get(section(case, "comparison")))
    assert send(client, case, "comparison", cell(case, "own"), "0.03", page).status_code == 200
    assert send(client, case, "comparison", cell(case, "national_source"), "GB 1", page).status_code == 200
    answer = send(client, case, "comparison", cell(case, "own"), "0.01", page)
    assert answer.status_code == 409
    assert (answer.json()["theirs"]["text"], answer.json()["mine"]["text"]) == ("0.03", "0.01")
    row = case.comparison.get()
    assert (f"{row.own_value:.2f}", row.national_source) == ("0.03", "GB 1")


def test_the_table_posted_from_an_older_page_keeps_the_colleagues_cells(client, case):
    url = section(case, "comparison")
    page = hidden(client.get(url))
    shown = {name.removeprefix("was-"): value for name, value in page.items() if name.startswith("was-")}
    send(client, case, "comparison", cell(case, "own"), "0.03", page)
    form = {**page, **shown, cell(case, "national_source"): "GB 1"}
    assert client.post(url, form).status_code == 302
    answer = client.post(url, {**page, **shown, cell(case, "own"): "0.01"})
    assert answer.status_code == 409
    assert "已改为“0.03”，您填写的是“0.01”" in answer.content.decode()
    row = case.comparison.get()
    assert (f"{row.own_value:.2f}", row.national_source) == ("0.03", "GB 1")


def test_a_row_that_was_removed_takes_no_cell_and_what_was_typed_is_shown(client, case):
    url = section(case, "comparison")
    page, key = hidden(client.get(url)), cell(case, "own")
    ComparisonItem.objects.all().delete()
    answer = send(client, case, "comparison", key, "0.01", page)
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "gone")
    answer = client.post(url, {**page, key: "0.0177"})
    assert answer.status_code == 409
    assert "本产品：0.0177" in answer.content.decode()


def test_a_row_changed_since_is_not_removed_from_an_older_page(client, case):
    page = hidden(client.get(section(case, "comparison")))
    send(client, case, "comparison", cell(case, "own"), "0.03", page)
    url = reverse("portal:comparison_remove", args=[case.pk, case.comparison.get().pk])
    assert client.post(url, {"shown": page["shown"]}).status_code == 409
    assert case.comparison.count() == 1
    assert client.post(url, {"shown": hidden(client.get(section(case, "comparison")))["shown"]}).status_code == 302
    assert case.comparison.count() == 0


def test_an_answer_to_a_correction_written_by_a_colleague_is_not_overwritten(client, reference):
    case = make.filed()
    officer = make.staff()["prefecture"]
    gap = {"section": "subject", "text": "住所与执照不一致"}
    ask_correction(case, user=officer, seen=case.revision, gaps=[gap])
    client.force_login(case.created_by)
    url = reverse("portal:section", args=[case.pk, "subject"])
    item = case.corrections.get().items.get()
    post = reverse("portal:answer_item", args=[case.pk, item.pk])
    older = hidden(client.get(url))
    assert client.post(post, {"answer": "已更正", "was-answer": older.get("was-answer", "")}).status_code == 302
    answer = client.post(post, {"answer": "无需更正", "was-answer": older.get("was-answer", "")})
    assert answer.status_code == 409
    assert "已更正" in answer.content.decode() and "无需更正" in answer.content.decode()
    item.refresh_from_db()
    assert item.answer == "已更正"
    assert (
        client.post(post, {"answer": "另行说明", "was-answer": hidden(client.get(url))["was-answer"]}).status_code
        == 302
    )


def test_a_certificate_chosen_by_a_colleague_is_not_exchanged_from_an_older_page(client, case):
    url, claim = section(case, "certificate"), case.certificate_claim
    older = hidden(client.get(url))
    other = make.certificate(claim.certificate.body, fits=case.product)
    third = make.certificate(claim.certificate.body, fits=case.product)
    assert client.post(url, {**older, "certificate": other.pk}).status_code == 302
    answer = client.post(url, {**older, "certificate": third.pk})
    assert answer.status_code == 409
    assert other.number in answer.content.decode()
    claim.refresh_from_db()
    assert claim.certificate == other


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_ten_windows_at_once_save_one_version_of_a_field(transactional_db):
    from django.core.management import call_command

    call_command("seed_reference", verbosity=0)
    case = make.draft()
    gate, results = threading.Barrier(10), []

    def save(number):
        try:
            gate.wait()
            results.append(
                save_fields(case, "subject", {"employees": str(number)}, user=case.created_by, was={"employees": "320"})
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[1000 + number]) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(not saved.conflicts for saved in results) == 1
    won = next(saved for saved in results if not saved.conflicts)
    assert stored(case, "subject", "employees") == won.data["employees"]
