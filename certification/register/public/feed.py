"""Atom: what was decided about authorizations (granted, suspended, restored, withdrawn, cancelled, expired)."""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from certification.authorizations.models.authorization import AuthorizationChange
from certification.authorizations.standing.history import SENTENCES, took_effect
from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.open_data.atom import SHOWN, PublicFeed
from tianfu.registry.spoken import for_readers_of


@requires(PUBLIC)
class DecisionsFeed(PublicFeed):
    name, about = "decisions_feed", "brands"
    title = f"{settings.PLATFORM_NAME} 授权与状态变动"
    subtitle = "授权、暂停、恢复、撤销、注销和到期，新的在前。"

    def items(self) -> QuerySet[AuthorizationChange]:
        rows = AuthorizationChange.objects.filter(subject__published_at__isnull=False, transition__in=SENTENCES)
        return rows.select_related("subject").order_by("-pk")[:SHOWN]

    def item_title(self, item: AuthorizationChange) -> str:
        mark, what = item.subject, for_readers_of(item.subject, SENTENCES[item.transition][0])
        brand = f"{mark.brand_beside_others} " if mark.brand_beside_others else ""
        return f"{brand}{what}：{mark.product_name}（{mark.holder_name}）"

    def item_categories(self, item: AuthorizationChange) -> list[str]:
        return [item.subject.brand]

    def item_description(self, item: AuthorizationChange) -> str:
        return f"编号 {item.subject.number}，有效期至 {item.subject.ends_on.isoformat()}。"

    def item_link(self, item: AuthorizationChange) -> str:
        return settings.PUBLIC_URL + reverse("brand", args=[item.subject.number])

    def item_guid(self, item: AuthorizationChange) -> str:
        return f"{self.item_link(item)}#{item.revision}"

    def item_pubdate(self, item: AuthorizationChange) -> datetime:
        return took_effect(item.subject, item)

    item_updateddate = item_pubdate
