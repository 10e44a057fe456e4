"""Addresses that no link leads to, with ids of the world: the walk goes there too."""

from typing import Any

from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from applications.models import (
    Application,
    ComparisonItem,
    CorrectionItem,
    EnterpriseChange,
    Evidence,
    Honor,
    Objection,
)
from certification.models import Authorization, AuthorizationEndorsement, Incident, ReportFile, Restoration, Suspension
from supervision.directories.models import InspectionItem, InspectionObject
from tests.walks.world import World
from tianfu.accounts.models import Membership, User
from tianfu.files.models import StoredFile
from tianfu.inbox.models import OutgoingMail
from tianfu.workflow.models import Job

PLAIN = (
    "guides", "robots", "security_txt", "sitemap", "health_live", "after_sign_in", "session_alive", "account_inactive",
    "account_reauthenticate", "account_email_verification_sent", "account_reset_password_done", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "log:checkpoint", "log:key", "console:overview_remind", "portal:body_history", "portal:body_choose",
    "portal:choose", "portal:members", "components", "admin:password_change", "admin:workflow_clock_move",
    "demo_outbox:list", "demo_accounts:choose", "health_ready",
)  # fmt: skip


def places(world: World) -> list[str]:
    found = [reverse(name) for name in PLAIN]
    for case in Application.objects.exclude(state="draft").order_by("pk"):
        found += [
            reverse(f"portal:{name}", args=[case.pk])
            for name in ("case", "agreement", "receipt_ready", "product_facts")
        ]
        found += [reverse(f"console:{name}", args=[case.pk]) for name in ("pass", "countersign")]
    found += [reverse("portal:submit", args=[case.pk]) for case in Application.objects.filter(state="draft")]
    found += _of(Suspension, "portal:restoration_new") + _of(Authorization, "portal:authorization_ready")
    found += _of(Incident, "portal:incident") + _of(Incident, "console:incident_suspend")
    for file in ReportFile.objects.select_related("report"):
        at = [file.report.authorization_id, file.report.year]
        found.append(reverse("portal:annual_report_file_remove", args=[*at, file.pk]))
        found.append(reverse("portal:annual_report_sign", args=at))
        found.append(reverse("console:annual_report_suspend", args=[file.report_id]))
    found += _of(EnterpriseChange, "portal:enterprise_change") + _of(
        EnterpriseChange, "portal:enterprise_change_withdraw"
    )
    found += [reverse("portal:decide_member", args=[row.pk]) for row in Membership.objects.filter(status="requested")]
    for row in Objection.objects.all():
        found.append(reverse("portal:objection", args=[row.notice.application_id, row.pk]))
    for item in CorrectionItem.objects.select_related("correction"):
        found.append(reverse("portal:answer_item", args=[item.correction.application_id, item.pk]))
    for model, name in ((ComparisonItem, "comparison"), (Evidence, "evidence"), (Honor, "honor")):
        row = model.objects.filter(application__state="draft").first() or model.objects.first()
        found.append(reverse(f"portal:{name}_remove", args=[row.application_id, row.pk]))
    for proposal in AuthorizationEndorsement.objects.all()[:2]:
        found.append(reverse("console:proposal", args=[proposal.subject_id, proposal.pk]))
    found += _of(Restoration, "portal:restoration") + _of(InspectionObject, "console:object_tags")
    found += _of(InspectionItem, "console:item_version") + _of(InspectionItem, "console:item_withdraw")
    found += _of(User, "admin:accounts_factorreset_propose") + _of(User, "admin:accounts_user_enable")
    found += _of(OutgoingMail, "demo_outbox:mail") + _of(User, "admin:accounts_user_invite")
    found += _of(Job, "admin:workflow_job_retry") + _of(StoredFile, "admin:files_storedfile_scan_again")
    return [*found, *_of_the_console()]


def _of(model: Any, name: str) -> list[str]:
    return [reverse(name, args=[row.pk]) for row in model.objects.order_by("pk")[:2]]


def _of_the_console() -> list[str]:
    """List, history, change, deletion and addition of every table the console knows."""
    found = []
    for model in admin.site._registry:
        label = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = model._default_manager.order_by("pk").first()
        for act in ("changelist", "add", "history", "change", "delete"):
            arguments = [row.pk] if act in ("history", "change", "delete") and row is not None else []
            try:
                found.append(reverse(f"{label}_{act}", args=arguments))
            except NoReverseMatch:
                continue
    return found
