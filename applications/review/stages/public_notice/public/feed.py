"""Atom: the public notices, newest first."""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from applications.programmes.names import several_brands
from applications.review.stages.public_notice.models import PublicNotice
from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.open_data.atom import SHOWN, PublicFeed
from tianfu.text import moments


@requires(PUBLIC)
class NoticesFeed(PublicFeed):
    name, about = "notices_feed", "notices"
    title = f"{settings.PLATFORM_NAME} 公示"
    subtitle = "拟授权产品的公示，新的在前。公示期内任何单位和个人可以提出异议。"

    def items(self) -> QuerySet[PublicNotice]:
        return PublicNotice.objects.order_by("-pk")[:SHOWN]

    def item_title(self, item: PublicNotice) -> str:
        brand = f"{item.snapshot['programme']} " if several_brands() else ""
        return f"{brand}公示：{item.snapshot['product']}（{item.snapshot['enterprise']}）"

    def item_categories(self, item: PublicNotice) -> list[str]:
        return [item.snapshot["programme"]]

    def item_description(self, item: PublicNotice) -> str:
        end = f"公示至 {moments.long_day(item.ends_on)}。" if item.ends_on else "公示期中止计算。"
        return f"公示编号 {item.number}。" + ("公示已结束。" if item.closed_at else end)

    def item_link(self, item: PublicNotice) -> str:
        return settings.PUBLIC_URL + reverse("notice", args=[item.pk])

    item_guid = item_link

    def item_pubdate(self, item: PublicNotice) -> datetime:
        return item.published_at

    def item_updateddate(self, item: PublicNotice) -> datetime:
        return item.closed_at or item.published_at
