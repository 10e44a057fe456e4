"""Certification bodies of the alliance: list and registration."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from applications.console.pages import page
from applications.models import Sector
from certification.models import CertificationBody
from tianfu.accounts.access import requires, roles
from tianfu.accounts.models import Organisation, OrganisationKind
from tianfu.accounts.roles import Role
from tianfu.ledger.recording import record
from tianfu.workflow.once import new_key, once

KEEPERS = roles(Role.OPERATOR_OFFICER, Role.SYSTEM_ADMIN)


class BodyForm(forms.ModelForm):
    """A body's place in the alliance; the organisation and its first manager are made under 人员 → 组织."""

    organisation = forms.ModelChoiceField(
        label="机构",
        queryset=Organisation.objects.filter(kind=OrganisationKind.CERTIFICATION_BODY, certificationbody=None),
        help_text="先在“组织”中登记认证机构并任命首位管理员。",
    )
    sectors = forms.MultipleChoiceField(label="认证领域", choices=Sector.choices, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = CertificationBody
        fields = ("organisation", "approval_number", "member_from", "member_until", "sectors")
        widgets = {
            "member_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "member_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }


@requires(KEEPERS)
@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    rows = CertificationBody.objects.select_related("organisation")
    return page(request, "console/bodies.html", {"title": "认证机构", "rows": rows})


@requires(KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def body_new(request: HttpRequest) -> HttpResponse:
    form = BodyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            with transaction.atomic():
                body = form.save()
                record("certification_body.register", actor=request.user, subject=body)
            messages.success(request, f"“{body}”已登记为联盟成员。")
            return reverse("console:bodies")

        return once(request, act)
    context = {
        "title": "登记认证机构",
        "form": form,
        "button": "登记",
        "consequences": {"what": "该机构可以录入证书，企业可以凭其证书申报。", "told": "", "public": "", "undo": ""},
        "hidden": [("once", new_key())],
        "possible": True,
    }
    return page(request, "console/decide.html", context, 422 if form.errors else 200)
