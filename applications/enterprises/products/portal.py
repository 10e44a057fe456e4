"""The enterprise's products: list, adding, changing, what earlier versions said."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from applications.enterprises.chosen import current_enterprise
from applications.enterprises.followers import open_cases
from applications.enterprises.models import Enterprise, Product
from applications.enterprises.products.standards import successor_of
from applications.enterprises.products.versions import add_product, change_product
from applications.programmes.models.reference import Industry
from applications.programmes.names import schemes
from tianfu.accounts.access.rules import ENTERPRISE_MEMBER, requires
from tianfu.accounts.models import Region
from tianfu.inbox.page_links import paged
from tianfu.papers.fields import PrintedForm
from tianfu.text.fields import formfield
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed
from tianfu.workflow.once import new_key, once
from tianfu.workflow.signatures.basis import BasedForm

PAGE = 50
HELP = {
    "name": "消费者认得出的产品名，不含企业名。",
    "models_text": "多个型号用顿号分开；没有型号可不填。",
    "industry": "须属于所选领域。",
    "standard_number": "团体标准或企业标准编号，如 T/DEMO 001—2024。",
    "standard_note": "标准已被代替而仍按它执行时，写明理由，如“产品认证证书有效期内按原标准执行”。",
}


class ProductForm(BasedForm, PrintedForm, forms.ModelForm):
    """Parses and cleans; what holds together is asked by `versions`, for whoever saves."""

    class Meta:
        model = Product
        formfield_callback = formfield
        fields = Product.FACTS
        help_texts = HELP

    def __init__(self, *args: Any, enterprise: Enterprise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, self.instance.industry_id)
        self.fields["region"].initial = enterprise.registered_region_id

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields}

    def validate_unique(self) -> None:
        """Asked by `versions`, which also knows who adds the same one at this moment."""


def offer(form: forms.ModelForm, industry: int | None) -> None:
    """Today's industries (and the one already chosen) and the prefectures."""
    if "industry" in form.fields:
        form.fields["industry"].queryset = Industry.objects.on_offer(clock.today(), schemes(), chosen=industry)
        form.fields["industry"].choices = by_sector(form.fields["industry"].queryset, chosen=industry)
        form.fields["industry"].widget.attrs["data-narrowed-by"] = form.add_prefix("sector")
    if "region" in form.fields:
        form.fields["region"].queryset = Region.objects.seats()


def by_sector(industries: Iterable[Industry], *, chosen: int | None) -> list[Any]:
    """Choices in groups by sector. Of two schemes' industries of one name the newer is offered, and the one chosen."""
    groups: dict[str, dict[str, Industry]] = {}
    for row in sorted(industries, key=lambda row: (row.pk == chosen, row.valid_from, row.pk)):
        groups.setdefault(row.get_sector_display(), {})[row.name] = row
    found = {label: sorted(rows.values(), key=lambda row: row.pk) for label, rows in groups.items()}
    return [("", "请选择"), *((label, [(row.pk, row.name) for row in rows]) for label, rows in sorted(found.items()))]


@requires(ENTERPRISE_MEMBER)
@require_safe
def products(request: HttpRequest) -> HttpResponse:
    enterprise = current_enterprise(request)
    rows = enterprise.products.select_related("industry", "region") if enterprise else Product.objects.none()
    context = {
        "organisation": enterprise and enterprise.organisation,
        "enterprise": enterprise,
        "may_edit": enterprise is not None and request.user.can(enterprise.organisation, "edit"),
        **paged(request, rows, size=PAGE),
    }
    return render(request, "applications/enterprises/products/portal/products.html", context)


@requires(ENTERPRISE_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def product_form(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add or change a product. A change makes a new version; what was filed keeps its own."""
    enterprise = current_enterprise(request)
    if enterprise is None:
        return redirect("portal:home")
    row = get_object_or_404(Product.objects.visible_to(request.user), pk=pk) if pk else None
    owner = row.enterprise if row else enterprise
    if not request.user.can(owner.organisation, "edit"):
        raise NotAllowed("您只有查看权限。需要添加或修改产品请联系企业管理员。")
    if request.method == "POST":
        form, answer = _save(request, owner, row)
        if answer is not None:
            return answer
    else:
        form = ProductForm(instance=row, enterprise=owner)
    context = {
        "organisation": owner.organisation,
        "form": form,
        "product": row,
        "once": new_key(),
        "successor": successor_of(row.standard_number) if row else None,
        "versions": row.versions.select_related("made_by").order_by("-number") if row else [],
        "cases": open_cases(product=row) if row else [],
    }
    return render(request, "applications/enterprises/products/portal/product_form.html", context, status=form.status)


def _save(request: HttpRequest, owner: Enterprise, row: Product | None) -> tuple[ProductForm, HttpResponse | None]:
    with transaction.atomic():
        if row is not None:
            # Locked, so that what the form compares with is what it will change.
            row = Product.objects.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
        form = ProductForm(request.POST, instance=row or Product(), enterprise=owner)
        if not form.is_valid():
            return form, None

        def act() -> str:
            facts = form.facts()
            if row is None:
                saved = add_product(owner, facts, user=request.user)
            else:
                saved = change_product(row, facts, user=request.user)
            messages.success(request, f"产品“{saved.name}”已保存。")
            return reverse("portal:products")

        try:
            return form, once(request, act)
        except ValidationError as error:
            show_errors(form, error)
            return form, None


def show_errors(form: forms.ModelForm, error: ValidationError) -> None:
    for name, sentences in error.message_dict.items():
        form.add_error(name if name in form.fields else None, sentences)
