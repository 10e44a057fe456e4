"""The enterprise's products, and opening an application for one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from applications.drafting import open_application
from applications.models import Application, Batch, Product
from applications.portal.forms import OpenForm, ProductForm
from applications.portal.pages import current_enterprise
from applications.states import ApplicationState
from tianfu.accounts.access import ENTERPRISE_MEMBER, requires
from tianfu.ledger.recording import record
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed, NotPossible
from tianfu.workflow.once import new_key, once


@requires(ENTERPRISE_MEMBER)
@require_safe
def products(request: HttpRequest) -> HttpResponse:
    enterprise = current_enterprise(request)
    rows = enterprise.products.select_related("industry", "region") if enterprise else Product.objects.none()
    context = {"organisation": enterprise and enterprise.organisation, "enterprise": enterprise, "rows": rows}
    return render(request, "portal/products.html", context)


@requires(ENTERPRISE_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def product_form(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add or change a product; one already filed keeps its facts, so it is not changed any more."""
    enterprise = current_enterprise(request)
    if enterprise is None:
        return redirect("portal:home")
    row = get_object_or_404(Product.objects.visible_to(request.user), pk=pk) if pk else None
    owner = row.enterprise if row else enterprise
    if not request.user.can(owner.organisation, "edit"):
        raise NotAllowed("您只有查看权限。需要添加产品请联系企业管理员。")
    if row is not None and Application.objects.filter(product=row).exclude(state=ApplicationState.DRAFT).exists():
        raise NotPossible(["该产品已有提交过的申报，资料不能再改。型号或标准变了，请另建一条产品。"])
    form = ProductForm(request.POST or None, instance=row, enterprise=owner)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            product = form.save(commit=False)
            if product.pk is None:
                product.enterprise, product.created_by, product.created_at = owner, request.user, clock.now()
            product.save()
            record("product.save", actor=request.user, subject=product)
            messages.success(request, f"产品“{product.name}”已保存。")
            return reverse("portal:products")

        return once(request, act)
    context = {"organisation": owner.organisation, "form": form, "product": row, "once": new_key()}
    return render(request, "portal/product_form.html", context, status=422 if form.errors else 200)


@requires(ENTERPRISE_MEMBER)
@require_http_methods(["GET", "HEAD", "POST"])
def application_new(request: HttpRequest) -> HttpResponse:
    """Opening the page creates nothing; an existing draft of the product is offered instead of a second one."""
    enterprise = current_enterprise(request)
    if enterprise is None:
        return redirect("portal:home")
    initial = {"product": request.GET.get("product")}
    form = OpenForm(request.POST or None, enterprise=enterprise, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def act() -> str:
            application = open_application(
                user=request.user, product=data["product"], batch=data["batch"], route=data["route"]
            )
            return reverse("portal:application", args=[application.pk])

        try:
            return once(request, act)
        except NotPossible as refusal:
            for problem in refusal.problems:
                form.add_error(None, problem)
    context = {
        "organisation": enterprise.organisation,
        "form": form,
        "once": new_key(),
        "drafts": Application.objects.filter(enterprise=enterprise, state=ApplicationState.DRAFT).select_related(
            "product", "batch"
        ),
        "batches": Batch.objects.filter(opens_on__lte=clock.today(), closes_on__gte=clock.today()),
    }
    return render(request, "portal/application_new.html", context, status=422 if form.errors else 200)
