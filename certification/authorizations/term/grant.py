"""From the decision to a pending authorization, in the decision's own transaction."""

from datetime import date
from typing import Any

from applications.cases.filings.signatures import ENTERPRISE
from applications.cases.sections.section import section
from applications.models import Application, Signature
from applications.programmes.reach import sector_label
from certification.authorizations.lookup.names import other_names
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.signals import granted
from certification.authorizations.states import AuthorizationState as S
from certification.authorizations.term.continuity import first_day, lock_previous
from tianfu.text import moments
from tianfu.workflow import clock
from tianfu.workflow.calendar.due import add_months
from tianfu.workflow.door import SYSTEM, NotPossible, advance
from tianfu.workflow.policies.values import policy


def end_date(application: Application, starts_on: date) -> date:
    """The last valid day: the route's months from `starts_on`, never past the certificate's own end."""
    key = application.programme_version.route(application.route)["validity_policy"]
    months = int(policy(key, scope=application.programme_slug, on=starts_on))
    last = date.fromordinal(add_months(starts_on, months).toordinal() - 1)
    claim = getattr(application, "certificate_claim", None)
    return min(last, claim.certificate.valid_until) if claim is not None else last


def create_authorization(application: Application) -> Authorization:
    """A pending authorization with the facts as decided; who hears `granted` numbers it and makes the papers.

    A renewed one begins the day after the old one ends. Raises NotPossible where the old one cannot be continued (any
    more), or the certificate leaves no day for the new one.
    """
    today = clock.today()
    previous = lock_previous(application, today)
    starts_on = first_day(previous, today) if previous is not None else today
    ends_on = end_date(application, starts_on)
    if ends_on < starts_on:
        raise NotPossible([f"质量认证证书有效至 {moments.full_day(ends_on)}，早于授权的首日，不能准予。"])
    enterprise, product = application.enterprise, application.product_version
    claim = getattr(application, "certificate_claim", None)
    for old in Authorization.objects.filter(
        product=application.product, state__in=[S.ACTIVE, S.SUSPENDED], ends_on__lt=today
    ):
        advance(old, "expire", actor=SYSTEM, seen=old.revision)
    authorization = Authorization.objects.create(
        application=application,
        previous=previous,
        programme=application.programme_version.programme,
        enterprise=enterprise,
        product=application.product,
        certificate=claim.certificate if claim is not None else None,
        route=application.route,
        basis=application.basis,
        holder_name=enterprise.organisation.name,
        holder_uscc=enterprise.uscc,
        other_names=other_names(enterprise, enterprise.organisation.name),
        product_name=product.name,
        models_text=product.models_text,
        standard=f"{product.standard_number} {product.standard_title}",
        trademark=product.trademark,
        sector=product.sector,
        industry=product.industry,
        region=application.region,
        facts=public_facts(application) | _granted_place(previous),
        decided_on=today,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    granted.send(Authorization, authorization=authorization)
    return authorization


def _granted_place(previous: Authorization | None) -> dict[str, str]:
    """A place of production is granted as a change: the form of an application does not ask for it."""
    site = previous.facts.get("site") if previous is not None else None
    return {"site": site} if site else {}


def public_facts(application: Application) -> dict[str, Any]:
    """What the brand page shows for ever: comparison table, certificate data, description. No person."""
    answers = {row["key"]: row["value"] for row in section("product").rows(application)}
    facts: dict[str, Any] = {
        "comparison": section("comparison").snapshot(application)["items"],
        "description": answers.get("description", ""),
        "advantage": answers.get("key_advantage", ""),
        "sector_label": sector_label(application.programme_version.content, application.product_version.sector),
        "industry_label": application.product_version.industry.name,
        "region_label": application.region.name,
        "address": application.enterprise.address,
    }
    if getattr(application, "certificate_claim", None) is not None:
        facts["certificate"] = section("certificate").rows(application)
    if application.basis == "declaration":
        signature = _filed_declaration(application)
        facts["declaration"] = {
            "text": application.programme_version.text("declaration"),
            "signed_on": moments.numeric_day(signature.signed_at) if signature else "",
        }
    return facts


def _filed_declaration(application: Application) -> Signature | None:
    """The newest signature: it was complete when it was filed, whatever the firm is called since."""
    return application.signatures.filter(text_key="declaration", party=ENTERPRISE).order_by("signed_at", "pk").last()
