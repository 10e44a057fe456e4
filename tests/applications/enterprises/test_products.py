"""Products have versions: a change makes a new one, a filed case keeps its own until a correction asks for it."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from applications.cases.filings.submission import resubmit, submit
from applications.enterprises.products.standards import successor_of
from applications.enterprises.products.versions import TWIN, add_product, change_product
from applications.form.product_facts import correct_facts
from applications.form.start import open_application
from applications.models import Application, Industry, Product, ProductVersion, Standard
from applications.review.acts.corrections import answer, ask_correction
from tests import make
from tests.pages import hidden
from tests.threads import together
from tianfu.ledger.models import AuditEvent
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.signatures.shown import NO_PAGE

FACTS = {
    "models_text": "E-100", "sector": "manufacturing", "trademark": "样例", "trademark_number": "",
    "standard_number": "T/DEMO 001—2024", "standard_title": "板式家具", "standard_note": "",
}  # fmt: skip


def facts(owner, name="板式家具", **more):
    fixed = {"name": name, "industry": Industry.objects.get(key="m6-03"), "region": owner.registered_region}
    return {**FACTS, **fixed, **more}


def events(subject):
    return list(AuditEvent.objects.filter(subject_id=str(subject.pk), action__startswith="product.").order_by("pk"))


@pytest.mark.django_db
class TestVersions:
    def test_a_new_product_has_its_first_version_and_an_audit_event(self, reference):
        owner = make.enterprise()
        product = add_product(owner, facts(owner), user=make.member(owner.organisation, edit=True))
        assert [(row.number, row.name) for row in product.versions.all()] == [(1, "板式家具")]
        (event,) = events(product)
        assert (event.action, event.data["facts"]["standard_number"]) == ("product.added", "T/DEMO 001—2024")

    def test_a_change_makes_a_new_version_and_says_what_changed(self, reference):
        product = make.product(make.enterprise())
        person = make.member(product.enterprise.organisation, edit=True)
        changed = change_product(product, {"standard_number": "T/DEMO 001—2026", "trademark": "样例"}, user=person)
        assert [row.standard_number for row in changed.versions.all()] == ["T/DEMO 001—2024", "T/DEMO 001—2026"]
        (event,) = events(product)
        assert event.action == "product.changed"
        assert event.data["before"] == {"standard_number": "T/DEMO 001—2024"}
        assert event.data["after"] == {"standard_number": "T/DEMO 001—2026"}

    def test_the_same_facts_again_are_no_change(self, reference):
        product = make.product(make.enterprise())
        person = make.member(product.enterprise.organisation, edit=True)
        change_product(product, {"trademark": "样例"}, user=person)
        assert (Product.objects.get().version, events(product)) == (1, [])

    def test_a_filed_case_keeps_its_version_and_a_draft_follows(self, reference):
        filed = make.filed()
        person, product = filed.created_by, filed.product
        door = make.product(filed.enterprise, "木门")
        other = open_application(user=person, product=door, batch=make.batch("2026 年第二批"), route=filed.route)
        change_product(product, {"name": "实木家具"}, user=person)
        change_product(door, {"name": "实木门"}, user=person)
        filed, other = Application.objects.get(pk=filed.pk), Application.objects.get(pk=other.pk)
        assert (filed.product_version.name, other.product_version.name) == ("板式家具", "实木门")
        assert filed.product.name == "实木家具"

    def test_old_filings_keep_their_bytes_when_the_product_changes(self, reference):
        filed = make.filed()
        before = filed.filings.get().content
        change_product(filed.product, {"name": "实木家具", "standard_number": "T/X 1—2026"}, user=filed.created_by)
        assert filed.filings.get().content == before

    def test_a_version_is_written_once(self, reference):
        version = make.draft().product_version
        with pytest.raises(Exception, match="只能追加"):
            ProductVersion.objects.filter(pk=version.pk).update(name="别的")

    def test_a_reader_changes_nothing(self, reference):
        product = make.product(make.enterprise())
        with pytest.raises(NotAllowed):
            change_product(product, {"name": "别的"}, user=make.user())

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"sector": "service"}, "industry"),
            ({"trademark": "好😀"}, "trademark"),
            ({"standard_number": "1"}, "standard_number"),
            ({"standard_number": "2024"}, "standard_number"),
            ({"standard_number": "GB/T"}, "standard_number"),
        ],
    )
    def test_facts_are_checked_below_the_page(self, reference, more, field):
        owner = make.enterprise()
        with pytest.raises(ValidationError) as refused:
            add_product(owner, facts(owner, **more), user=make.member(owner.organisation, edit=True))
        assert list(refused.value.message_dict) == [field]


@pytest.mark.django_db
class TestCorrection:
    def wrong_standard(self, **gap):
        filed = make.filed("self_declaration")
        officer = make.staff(filed.region_id)["prefecture"]
        item = {"section": "standard", "field": "standard_number", "kind": "incorrect", "text": "编号有误。", **gap}
        ask_correction(filed, user=officer, seen=filed.revision, gaps=[item])
        return Application.objects.get(pk=filed.pk)

    def test_a_wrong_standard_number_is_corrected_in_the_case(self, reference):
        case = self.wrong_standard()
        first = case.filings.get().content
        version = correct_facts(case, {"standard_number": "T/DEMO 002—2025"}, user=case.created_by)
        case = Application.objects.get(pk=case.pk)
        assert (version.number, case.product_version) == (2, version)
        for item in case.open_correction().items.all():
            answer(item, user=case.created_by, text="已更正。")
        make.sign_declaration(
            case, user=case.created_by, name="李四", role="法定代表人", proof=make.PASSWORD, shown=NO_PAGE
        )
        moved = resubmit(Application.objects.get(pk=case.pk), user=case.created_by, seen=case.revision, shown=NO_PAGE)
        rows = {
            filing.version: next(
                row["value"]
                for part in json.loads(filing.content)["sections"]
                for row in part["rows"]
                if row["key"] == "standard_number"
            )
            for filing in moved.filings.all()
        }
        assert rows == {1: "T/DEMO 001—2024", 2: "T/DEMO 002—2025"}
        assert moved.filings.get(version=1).content == first
        assert Product.objects.get().standard_number == "T/DEMO 002—2025"

    def test_facts_nobody_asked_about_stay(self, reference):
        case = self.wrong_standard()
        with pytest.raises(NotPossible, match="没有要求修改"):
            correct_facts(case, {"standard_number": "T/A 1—2025", "name": "别的"}, user=case.created_by)
        assert ProductVersion.objects.count() == 1

    def test_facts_of_a_case_in_review_are_locked(self, reference):
        filed = make.filed()
        with pytest.raises(NotPossible, match="已随申报锁定"):
            correct_facts(filed, {"standard_number": "T/A 1—2025"}, user=filed.created_by)

    def test_what_the_product_says_by_now_is_not_overwritten(self, reference):
        case = self.wrong_standard()
        change_product(case.product, {"standard_number": "T/NEU 9—2026", "trademark": "新样"}, user=case.created_by)
        correct_facts(case, {"standard_number": "T/DEMO 002—2025"}, user=case.created_by)
        product, case = Product.objects.get(), Application.objects.get(pk=case.pk)
        assert (product.standard_number, product.trademark) == ("T/NEU 9—2026", "新样")
        assert (case.product_version.standard_number, case.product_version.trademark) == ("T/DEMO 002—2025", "样例")

    def test_the_page_offers_the_asked_facts_alone(self, client, reference):
        case = self.wrong_standard()
        client.force_login(case.created_by)
        url = reverse("portal:product_facts", args=[case.pk])
        page = client.get(url)
        assert 'name="standard_number"' in page.content.decode() and 'name="trademark"' not in page.content.decode()
        data = {**hidden(page), "standard_number": "T/DEMO 002—2025", "standard_title": "板式家具", "standard_note": ""}
        assert client.post(url, data).status_code == 302
        assert Application.objects.get(pk=case.pk).product_version.standard_number == "T/DEMO 002—2025"
        again = client.post(url, {**data, "standard_number": "T/DEMO 003—2025"})
        assert again.status_code == 409 and "T/DEMO 002—2025" in again.content.decode()

    def test_an_officer_can_name_a_fact_of_the_product(self, client, reference):
        filed = make.filed()
        client.force_login(make.staff(filed.region_id)["prefecture"])
        page = client.get(reverse("console:ask_correction", args=[filed.pk])).content.decode()
        assert 'value="field:standard/standard_number"' in page and 'value="field:product/trademark"' in page


@pytest.mark.django_db
class TestSupersededStandard:
    @pytest.fixture
    def superseded(self, reference):
        new = Standard.objects.create(number="T/DEMO 001-2026", title="板式家具", level="association")
        Standard.objects.create(number="T/DEMO 001-2024", title="板式家具", level="association", replaced_by=new)
        return new

    @pytest.mark.parametrize("spelt", ["T/DEMO 001—2024", "T/DEMO 001-2024", "t/demo 001–2024", "Ｔ/DEMO001-2024"])
    def test_it_is_found_however_the_number_is_spelt(self, superseded, spelt):
        assert successor_of(spelt) == superseded

    def test_the_product_goes_on_with_a_reason(self, superseded):
        draft = make.draft()
        with pytest.raises(NotPossible, match="已被 T/DEMO 001-2026 板式家具 代替"):
            submit(draft, user=draft.created_by, seen=draft.revision, shown=NO_PAGE)
        change_product(draft.product, {"standard_note": "证书有效期内按原标准执行。"}, user=draft.created_by)
        moved = submit(Application.objects.get(pk=draft.pk), user=draft.created_by, seen=draft.revision, shown=NO_PAGE)
        assert "证书有效期内按原标准执行。" in moved.filings.get().content

    def test_the_product_moves_to_the_successor(self, superseded):
        item = make.product(make.enterprise())
        person = make.member(item.enterprise.organisation, edit=True)
        change_product(item, {"standard_number": "T/DEMO 001-2026"}, user=person)
        assert successor_of(Product.objects.get().standard_number) is None

    def test_the_page_says_so(self, client, superseded):
        item = make.product(make.enterprise())
        client.force_login(make.member(item.enterprise.organisation, edit=True))
        assert "所填执行标准已被代替" in client.get(reverse("portal:product", args=[item.pk])).content.decode()


@pytest.mark.django_db
class TestPages:
    def post(self, client, url, owner, **more):
        data = {**FACTS, "name": "板式家具", "industry": Industry.objects.get(key="m6-03").pk}
        return client.post(url, {**data, "region": owner.registered_region_id, **more})

    def test_a_product_is_added_changed_and_shown_with_its_versions(self, client, reference):
        owner = make.enterprise()
        client.force_login(make.member(owner.organisation, edit=True))
        assert self.post(client, reverse("portal:product_new"), owner).status_code == 302
        product = Product.objects.get()
        url = reverse("portal:product", args=[product.pk])
        read = hidden(client.get(url))
        assert self.post(client, url, owner, **read, trademark="新样").status_code == 302
        page = client.get(url).content.decode()
        assert "第 2 版" in page and "历次资料" in page

    def test_two_windows_do_not_overwrite_each_other(self, client, reference):
        product = make.product(make.enterprise())
        client.force_login(make.member(product.enterprise.organisation, edit=True))
        url = reverse("portal:product", args=[product.pk])
        first, second = hidden(client.get(url)), hidden(client.get(url))
        assert self.post(client, url, product.enterprise, **first, trademark="甲").status_code == 302
        answer = self.post(client, url, product.enterprise, **second, trademark="乙")
        assert answer.status_code == 409
        assert "“甲”" in answer.content.decode() and "“乙”" in answer.content.decode()
        assert Product.objects.get().trademark == "甲"

    def test_a_twin_is_told_at_the_name(self, client, reference):
        product = make.product(make.enterprise())
        client.force_login(make.member(product.enterprise.organisation, edit=True))
        answer = self.post(client, reverse("portal:product_new"), product.enterprise)
        assert answer.status_code == 422 and TWIN in answer.content.decode()

    def test_a_product_with_a_filed_case_can_be_changed(self, client, reference):
        filed = make.filed()
        client.force_login(filed.created_by)
        url = reverse("portal:product", args=[filed.product_id])
        page = client.get(url)
        assert "已提交的申报不随这里的修改变动" in page.content.decode() and filed.number in page.content.decode()
        assert self.post(client, url, filed.enterprise, **hidden(page), trademark="新样").status_code == 302
        assert Application.objects.get(pk=filed.pk).product_version.trademark == "样例"


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_same_product_added_twice_at_once_is_a_sentence_not_an_error(transactional_db):
    call_command("seed_reference", verbosity=0)
    owner = make.enterprise()
    person, wanted = make.member(owner.organisation, edit=True), facts(owner)
    results = together(6, lambda _: add_product(owner, wanted, user=person))
    assert sum(isinstance(result, Product) for result in results) == 1
    refused = [result for result in results if isinstance(result, ValidationError)]
    assert [error.message_dict for error in refused] == [{"name": [TWIN]}] * 5


@pytest.mark.django_db
@pytest.mark.parametrize("edit", [True, False])
def test_only_who_may_edit_is_led_to_the_form_of_a_product(client, reference, edit):
    owner = make.enterprise()
    client.force_login(make.member(owner.organisation, edit=edit))
    path, form = reverse("portal:products"), reverse("portal:product_new")
    assert (f'href="{form}"' in client.get(path).content.decode()) == edit
    product = make.product(owner, "甲产品")
    page = client.get(path).content.decode()
    led = [f'href="{link}"' in page for link in (form, reverse("portal:product", args=[product.pk]))]
    assert ("甲产品" in page, led) == (True, [edit, edit])


@pytest.mark.django_db
@pytest.mark.parametrize("module", ["applications.enterprises.products.portal", "applications.portal.case"])
def test_products_and_applications_of_a_firm_have_pages(client, reference, monkeypatch, module):
    monkeypatch.setattr(f"{module}.PAGE", 2)
    owner = make.enterprise()
    person = make.member(owner.organisation, edit=True)
    for name in ("甲产品", "乙产品", "丙产品"):
        make.draft(item=make.product(owner, name), person=person)
    client.force_login(person)
    path = reverse("portal:products" if "products" in module else "portal:applications")
    pages = [client.get(path, {"page": number}).content.decode() for number in (1, 2)]
    shown = [[name for name in ("甲产品", "乙产品", "丙产品") if name in page] for page in pages]
    assert sorted(len(names) for names in shown) == [1, 2]
    assert {name for names in shown for name in names} == {"甲产品", "乙产品", "丙产品"}
    assert f"{path}?page=2" in pages[0]
    assert "共 3 条" in pages[0]


@pytest.mark.django_db
def test_two_firms_may_have_a_product_of_the_same_name(reference):
    first, second = make.enterprise(), make.enterprise("第二有限公司")
    facts = make.product(first).facts()
    assert add_product(second, facts, user=make.member(second.organisation, edit=True)).name == facts["name"]
    with pytest.raises(ValidationError, match="已有同名"):
        add_product(first, facts, user=make.member(first.organisation, edit=True))
