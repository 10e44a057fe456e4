"""The public shape of an authorization: an allow-list of public facts, never a person (trust.md E 4, 58)."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from applications.models import FormerName, Industry, Sector
from certification.authorizations.lookup.names import holder_names
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.standing.history import public_history
from certification.authorizations.states import AuthorizationState
from certification.register.api.parameters import STATUSES
from certification.register.api.past import CertificateSerializer, DayStateSerializer
from certification.register.proofs.proof import editions_of
from certification.register.verification import Answer
from tianfu.accounts.models import Region
from tianfu.workflow import clock


def _label(source: str, words: str) -> serializers.CharField:
    return serializers.CharField(source=source, read_only=True, help_text=words)


class FormerNameSerializer(serializers.ModelSerializer):
    """持有人以前的一个名称。 One name that the holder bore before."""

    name = serializers.CharField(read_only=True, help_text="名称。 The name.")
    kind = serializers.ChoiceField(
        FormerName.Kind.choices,
        read_only=True,
        help_text="own 本企业的曾用名，taken_over 被并入或承继的企业。 Its own, or that of a firm it took over.",
    )
    kind_label = _label("get_kind_display", "类型的中文名。 Kind in Chinese.")
    until = serializers.DateField(
        read_only=True, help_text="自该日起不再使用。 The day from which it was no longer borne."
    )

    class Meta:
        model = FormerName
        fields = ("name", "kind", "kind_label", "until")


class BrandSerializer(serializers.ModelSerializer):
    """名录中的一条。 One row of the list."""

    number = serializers.CharField(read_only=True, help_text="授权编号。 Authorization number.")
    product_name = serializers.CharField(read_only=True, help_text="产品或服务名称。 Product or service.")
    models_text = serializers.CharField(read_only=True, help_text="型号规格，可为空。 Models, may be empty.")
    holder_name = serializers.CharField(
        read_only=True, help_text="持有人，证书上的名称。 Holder, as on the certificate."
    )
    holder_current_name = serializers.SerializerMethodField(
        help_text="持有人现名；未更名的与 holder_name 相同。 Name of the holder today; equal unless it was renamed."
    )
    former_names = serializers.SerializerMethodField(
        help_text="曾用名和承继前的企业名称，新的在前；没有则为空。 Former names of the holder, newest first."
    )
    holder_uscc = serializers.CharField(read_only=True, help_text="统一社会信用代码。 Unified social credit code.")
    standard = serializers.CharField(read_only=True, help_text="执行标准。 Standard.")
    trademark = serializers.CharField(read_only=True, help_text="商标，可为空。 Trademark, may be empty.")
    programme = serializers.CharField(
        source="programme_slug", read_only=True, help_text="品牌项目的代号。 Slug of the programme."
    )
    programme_label = _label("brand", "品牌项目的名称。 Name of the programme.")
    route = serializers.CharField(
        read_only=True, help_text="授权方式的代码。 Route of authorization, as its programme names it."
    )
    route_label = _label("get_route_display", "方式的中文名。 Route in Chinese.")
    sector = serializers.ChoiceField(Sector.choices, read_only=True, help_text="领域。 Sector.")
    sector_label = _label("facts.sector_label", "领域的中文名。 Sector in Chinese.")
    industry_label = _label("facts.industry_label", "产业的中文名。 Industry in Chinese.")
    region = serializers.CharField(source="region_id", read_only=True, help_text="市（州）代码。 Code of the region.")
    region_label = _label("facts.region_label", "市（州）的中文名。 Region in Chinese.")
    starts_on = serializers.DateField(read_only=True, help_text="有效期首日。 First valid day.")
    ends_on = serializers.DateField(read_only=True, help_text="有效期末日（含）。 Last valid day, included.")
    status = serializers.SerializerMethodField(help_text="今日状态（北京时间）。 State today in Beijing.")
    status_label = serializers.SerializerMethodField(help_text="状态的中文名。 State in Chinese.")

    class Meta:
        model = Authorization
        fields: tuple[str, ...] = (
            "number",
            "product_name",
            "models_text",
            "holder_name",
            "holder_current_name",
            "former_names",
            "holder_uscc",
            "standard",
            "trademark",
            "programme",
            "programme_label",
            "route",
            "route_label",
            "sector",
            "sector_label",
            "industry_label",
            "region",
            "region_label",
            "starts_on",
            "ends_on",
            "status",
            "status_label",
        )

    def get_holder_current_name(self, row: Authorization) -> str:
        return holder_names(row).current or row.holder_name

    @extend_schema_field(FormerNameSerializer(many=True))
    def get_former_names(self, row: Authorization) -> list[dict[str, Any]]:
        return list(FormerNameSerializer(holder_names(row).former, many=True).data)

    def _state(self, row: Authorization) -> AuthorizationState:
        return row.effective_on(clock.today())

    @extend_schema_field(serializers.ChoiceField(STATUSES))
    def get_status(self, row: Authorization) -> str:
        return self._state(row).value

    def get_status_label(self, row: Authorization) -> str:
        return str(self._state(row).label)


class ComparisonSerializer(serializers.Serializer[dict[str, Any]]):
    """一项指标；数值均为申报时的原文。 One indicator; every value is text, exactly as filed."""

    indicator = serializers.CharField(help_text="指标。 Indicator.")
    unit = serializers.CharField(help_text="单位。 Unit.")
    direction = serializers.CharField(help_text="higher 越高越好，lower 越低越好。 Which way is better.")
    own_value = serializers.CharField(help_text="本产品。 This product.")
    international_value = serializers.CharField(help_text="国际标准值，可为空。 International, may be empty.")
    international_source = serializers.CharField(help_text="来源。 Source.")
    national_value = serializers.CharField(help_text="国家标准值，可为空。 National, may be empty.")
    national_source = serializers.CharField(help_text="来源。 Source.")
    industry_value = serializers.CharField(help_text="行业值，可为空。 Of the industry, may be empty.")
    industry_source = serializers.CharField(help_text="来源。 Source.")
    verdict = serializers.CharField(
        help_text="better 优于，equal 等同，worse 低于。 Against the strictest value that is given."
    )


class EventSerializer(serializers.Serializer[dict[str, Any]]):
    """状态记录的一条。 One event of the history."""

    at = serializers.DateTimeField(help_text="时间（北京时间）。 Moment, Beijing time.")
    what = serializers.CharField(help_text="事项。 What happened, in Chinese.")


class BrandDetailSerializer(BrandSerializer):
    """一项授权及其对比表、状态记录。 A brand with its comparison table and history."""

    description = _label("facts.description", "产品简介。 Description.")
    comparison = ComparisonSerializer(
        source="facts.comparison", many=True, read_only=True, help_text="主要关键性能指标对比表。 Comparison table."
    )
    certificate = serializers.SerializerMethodField(
        help_text="现行证书的版次和 SHA-256。 Version and SHA-256 of the certificate that counts now."
    )
    history = serializers.SerializerMethodField(help_text="状态记录，新的在前。 History, newest first.")

    class Meta(BrandSerializer.Meta):
        fields = (*BrandSerializer.Meta.fields, "description", "comparison", "certificate", "history")

    @extend_schema_field(CertificateSerializer(allow_null=True))
    def get_certificate(self, row: Authorization) -> dict[str, Any] | None:
        return certificate_of(row)

    @extend_schema_field(EventSerializer(many=True))
    def get_history(self, row: Authorization) -> list[dict[str, Any]]:
        events = public_history(row, clock.today())
        return list(EventSerializer(events, many=True).data)


def certificate_of(row: Authorization) -> dict[str, Any] | None:
    """The version that counts now; None for one without a certificate."""
    newest = next(iter(editions_of(row)), None)
    return dict(CertificateSerializer(newest).data) if newest is not None else None


class PageSerializer(serializers.Serializer[dict[str, Any]]):
    """一页。 One page; `older` and `newer` are addresses or null."""

    older = serializers.CharField(allow_null=True, help_text="下一页网址，没有则为 null。 Address of the next page.")
    newer = serializers.CharField(allow_null=True, help_text="上一页网址，没有则为 null。 Address of the page before.")
    results = BrandSerializer(many=True)


class VerificationSerializer(serializers.Serializer[dict[str, Any]]):
    """一个编号的答复。 The answer to one number; mistyped and unknown are not the same."""

    number = serializers.CharField(help_text="整理后的编号。 The number as understood.")
    answer = serializers.ChoiceField(
        [(answer.value, answer.value) for answer in Answer], help_text="结论。 The answer."
    )
    word = serializers.CharField(help_text="结论的中文词。 The answer in a word.")
    sentence = serializers.CharField(help_text="一句说明。 The answer in a sentence.")
    answered_at = serializers.DateTimeField(help_text="答复时间（北京时间）。 Moment of the answer.")
    previous_number = serializers.CharField(
        allow_null=True, help_text="所续期的原授权编号，没有则为 null。 Number of the authorization that it renews."
    )
    following_number = serializers.CharField(
        allow_null=True, help_text="续期后的新授权编号，没有则为 null。 Number of the authorization that renews it."
    )
    certificate = CertificateSerializer(
        allow_null=True,
        help_text="现行证书的版次，签发过才有。 Version of the certificate now, only when it was issued.",
    )
    on_day = DayStateSerializer(
        allow_null=True, help_text="以 on 询问且签发过才有。 Only when asked by `on`, of an issued number."
    )
    brand = BrandSerializer(allow_null=True, help_text="签发过才有，否则为 null。 Only when it was issued.")


class RegionSerializer(serializers.ModelSerializer):
    """一个市（州）。 A prefecture."""

    code = serializers.CharField(read_only=True, help_text="行政区划代码（GB/T 2260）。 Administrative code.")
    name = serializers.CharField(read_only=True, help_text="名称。 Name.")

    class Meta:
        model = Region
        fields = ("code", "name")


class IndustrySerializer(serializers.ModelSerializer):
    """一个产业。 An industry."""

    id = serializers.IntegerField(read_only=True, help_text="编号，也可用于筛选。 Also taken by the filter.")
    code = serializers.CharField(source="key", read_only=True, help_text="代码。 Code.")
    name = serializers.CharField(read_only=True, help_text="名称。 Name.")
    sector = serializers.ChoiceField(Sector.choices, read_only=True, help_text="所属领域。 Sector.")
    scheme = serializers.CharField(read_only=True, help_text="所属产业体系。 Scheme of the province.")
    valid_from = serializers.DateField(read_only=True, help_text="启用日。 First day in use.")
    valid_to = serializers.DateField(
        read_only=True, allow_null=True, help_text="停用日，在用为 null。 Last day in use."
    )

    class Meta:
        model = Industry
        fields = ("id", "code", "name", "sector", "scheme", "valid_from", "valid_to")
