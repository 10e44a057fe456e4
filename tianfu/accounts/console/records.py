"""Plain read-only lists."""

from django.contrib import admin

from tianfu.accounts.console.record_admin import RecordAdmin
from tianfu.accounts.models import GrantProposal, Membership, Region, RoleGrant
from tianfu.text.admin_search import KeySearch


@admin.register(RoleGrant)
class RoleGrantAdmin(KeySearch, RecordAdmin):
    list_display = (
        "user",
        "role",
        "region",
        "programme",
        "granted_at",
        "granted_by",
        "confirmed_by",
        "ended_at",
        "ended_by",
    )
    list_filter = ("role", ("ended_at", admin.EmptyFieldListFilter), "region", "programme")
    search_fields = ("user__email", "user__name")
    list_select_related = ("user", "region", "granted_by", "confirmed_by", "ended_by")
    date_hierarchy = "granted_at"


@admin.register(GrantProposal)
class GrantProposalAdmin(KeySearch, RecordAdmin):
    list_display = (
        "user",
        "role",
        "region",
        "programme",
        "proposed_by",
        "proposed_at",
        "outcome",
        "closed_by",
        "closed_at",
    )
    list_filter = ("outcome", "role")
    search_fields = ("user__email", "user__name")
    list_select_related = ("user", "region", "proposed_by", "closed_by")
    date_hierarchy = "proposed_at"


@admin.register(Membership)
class MembershipAdmin(KeySearch, RecordAdmin):
    list_display = (
        "user",
        "organisation",
        "status",
        "can_edit",
        "can_sign",
        "can_manage",
        "requested_at",
        "decided_by",
    )
    list_filter = ("status", "organisation__kind")
    search_fields = ("user__email", "user__name")
    search_columns = ("organisation__search",)
    list_select_related = ("user", "organisation", "decided_by")


@admin.register(Region)
class RegionAdmin(KeySearch, RecordAdmin):
    list_display = ("code", "name", "kind", "parent", "pinyin")
    list_filter = ("kind",)
    list_select_related = ("parent",)
