"""The lines that a web shop copies into its pages."""

from dataclasses import dataclass
from html import escape

from django.conf import settings
from django.urls import reverse

from certification.authorizations.models.authorization import Authorization


@dataclass(frozen=True)
class Snippet:
    key: str
    title: str
    what: str
    code: str


def _address(name: str, *arguments: object) -> str:
    return f"{settings.PUBLIC_URL.rstrip('/')}{reverse(name, args=arguments)}"


def snippets(row: Authorization) -> list[Snippet]:
    """Frame, picture with a link, script; the first two run nothing in the shop's page."""
    number, title = row.number, escape(f"{row.product_name}：主要关键性能指标对比表和授权状态")
    words = f"查验授权编号 {number}"
    verify = _address("verify_number", number)
    link = f'<a href="{verify}" target="_blank" rel="noopener">'
    return [
        Snippet(
            "frame",
            "对比表（不用脚本）",
            "在网页中显示对比表和此刻的状态。",
            f'<iframe src="{_address("embed", number)}" title="{title}" width="100%" height="560" '
            'loading="lazy" style="border:0"></iframe>',
        ),
        Snippet(
            "picture",
            "图片加链接（不用脚本）",
            "只能放图片的网店用这一种：图片写明此刻的状态，点击查验。",
            f'{link}<img src="{_address("embed_badge", number)}" alt="{words}" width="360" height="112"></a>',
        ),
        Snippet(
            "script",
            "脚本（实时状态）",
            "页面打开时和此后每分钟读取一次状态；读不到时只留查验链接。",
            f'<div data-mark-number="{number}">{link}{words}</a></div>\n'
            f'<script src="{_address("embed_script")}" async></script>',
        ),
    ]
