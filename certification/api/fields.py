"""The public shape of an authorization: an allow-list of public facts, never a person (trust.md E 4, 58)."""

from typing import Any

from rest_framework import serializers

from certification.models import Authorization
from certification.public.history import public_history
from certification.states import AuthorizationState
from tianfu.workflow import clock


class BrandSerializer(serializers.ModelSerializer):
    """One row of the list."""

    status = serializers.SerializerMethodField(help_text="effective state today in Beijing")
    status_label = serializers.SerializerMethodField()
    route_label = serializers.CharField(source="get_route_display", read_only=True)
    sector_label = serializers.CharField(source="facts.sector_label", read_only=True)
    industry_label = serializers.CharField(source="facts.industry_label", read_only=True)
    region_label = serializers.CharField(source="facts.region_label", read_only=True)

    class Meta:
        model = Authorization
        fields = (
            "number",
            "product_name",
            "models_text",
            "holder_name",
            "holder_uscc",
            "standard",
            "trademark",
            "route",
            "route_label",
            "sector",
            "sector_label",
            "industry_label",
            "region_label",
            "starts_on",
            "ends_on",
            "status",
            "status_label",
        )

    def _state(self, row: Authorization) -> AuthorizationState:
        return row.effective_on(clock.today())

    def get_status(self, row: Authorization) -> str:
        return self._state(row).value

    def get_status_label(self, row: Authorization) -> str:
        return str(self._state(row).label)


class ComparisonSerializer(serializers.Serializer[dict[str, Any]]):
    """One indicator; every value is text, exactly as filed."""

    indicator = serializers.CharField()
    unit = serializers.CharField()
    direction = serializers.CharField()
    own_value = serializers.CharField()
    international_value = serializers.CharField()
    international_source = serializers.CharField()
    national_value = serializers.CharField()
    national_source = serializers.CharField()
    industry_value = serializers.CharField()
    industry_source = serializers.CharField()
    verdict = serializers.CharField()


class EventSerializer(serializers.Serializer[dict[str, Any]]):
    at = serializers.DateTimeField()
    what = serializers.CharField()


class BrandDetailSerializer(BrandSerializer):
    """A brand with its comparison table and history."""

    description = serializers.CharField(source="facts.description", read_only=True)
    comparison = ComparisonSerializer(source="facts.comparison", many=True, read_only=True)
    history = serializers.SerializerMethodField()

    class Meta(BrandSerializer.Meta):
        fields = (*BrandSerializer.Meta.fields, "description", "comparison", "history")

    def get_history(self, row: Authorization) -> list[dict[str, Any]]:
        events = public_history(row, clock.today())
        return list(EventSerializer(events, many=True).data)


class PageSerializer(serializers.Serializer[dict[str, Any]]):
    """One page, newest first; `older` and `newer` are addresses or null."""

    older = serializers.CharField(allow_null=True)
    newer = serializers.CharField(allow_null=True)
    results = BrandSerializer(many=True)


class VerificationSerializer(serializers.Serializer[dict[str, Any]]):
    """The answer to one number. `answer` also says mistyped and unknown, which are not the same."""

    number = serializers.CharField()
    answer = serializers.ChoiceField(
        choices=["active", "suspended", "withdrawn", "cancelled", "expired", "superseded", "mistyped", "unknown"]
    )
    word = serializers.CharField()
    sentence = serializers.CharField()
    answered_at = serializers.DateTimeField()
    brand = BrandSerializer(allow_null=True)


class ErrorSerializer(serializers.Serializer[dict[str, Any]]):
    """Every error of the API has this shape."""

    code = serializers.CharField()
    message = serializers.CharField()
