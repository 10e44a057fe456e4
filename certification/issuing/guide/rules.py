"""The rules of using a mark, in words: numbers by policy of the programme, carriers by its file."""

from dataclasses import dataclass, replace

from certification.authorizations.models.authorization import Authorization
from tianfu.papers.shapes import Clause
from tianfu.registry.spoken import for_readers_of
from tianfu.workflow.policies.values import policy_values

WRONG = (
    "拉伸、压扁，改变长宽比例",
    "改变颜色，或加底纹、阴影、描边",
    "旋转、倾斜",
    "遮挡、删去编号或二维码",
    "拆开，只用其中一部分",
    "四周不留空白，与文字、图形挤在一起",
)
"""In the order in which the guide draws them (templates/documents/mark.typ)."""


@dataclass(frozen=True)
class Measures:
    """Millimetres in print, pixels on a screen; `clear`: per cent of the mark's height on each side."""

    printed: int
    screen: int
    clear: int


def measures(authorization: Authorization) -> Measures:
    """By policy of the programme."""
    keys = ("mark.print_width", "mark.screen_width", "mark.clear_space")
    values = policy_values(keys, scope=authorization.application.programme_slug)
    return Measures(*(int(values[key]) for key in keys))


def clauses(authorization: Authorization, sizes: Measures) -> list[Clause]:
    """What holds on every carrier, in the words of the programme."""
    found = [
        Clause(
            heading="最小尺寸",
            paragraphs=[
                f"印刷宽度不小于 {sizes.printed} 毫米，屏幕显示宽度不小于 {sizes.screen} 像素；再小则二维码不能可靠识读。",
                "只能等比例放大或缩小。",
            ],
        ),
        Clause(
            heading="四周留白",
            paragraphs=[f"四周各留出不小于标识高度 {sizes.clear}% 的空白，空白内不放文字、图形和折痕。"],
        ),
        Clause(
            heading="颜色",
            paragraphs=[
                "彩色印刷用彩色稿；单色印刷用单色稿，只用深色，印在浅色底上。",
                "标识的白色底板不得去掉。",
            ],
        ),
        Clause(
            heading="编号",
            paragraphs=[
                f"标识须连同授权编号 {authorization.number} 和二维码一起使用，编号清晰可辨。",
                "同一件载体涉及几个授权产品的，各用各的标识和编号。",
            ],
        ),
    ]
    return [replace(row, paragraphs=[for_readers_of(authorization, text) for text in row.paragraphs]) for row in found]


def carrier_rules(authorization: Authorization, carriers: list[str], sizes: Measures) -> list[list[str]]:
    """Carrier, smallest size, how the number is written beside it where it is written again in words."""
    name = authorization.programme.name
    size = f"印刷 {sizes.printed} 毫米，屏幕 {sizes.screen} 像素"
    return [
        [carrier, size, f"{name}{authorization.spoken_words['grant']}编号：{authorization.number}"]
        for carrier in carriers
    ]
