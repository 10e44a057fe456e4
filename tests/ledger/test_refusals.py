"""Why an entry may not go into the public log, and why a drawing may not become a mark."""

import pytest
from django.core.exceptions import ValidationError

from tianfu.ledger.log.publication import LONGEST, NotPublishable, publish
from tianfu.papers.art.artwork import check_artwork

pytestmark = pytest.mark.django_db
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        ("poem", {}, "公示日志没有“poem”这一类型。"),
        ("draw.void", {"t": "x"}, "条目内容不能使用保留的键 t、at。"),
        ("draw.void", {"at": "x"}, "条目内容不能使用保留的键 t、at。"),
        ("draw.void", {"reason": "zhang@example.cn"}, "条目中含有个人信息（邮箱、手机号或身份证号），公示日志不能删除，拒绝写入。"),
        ("draw.void", {"reason": "请联系王经理13800001111。"}, "条目中含有个人信息（邮箱、手机号或身份证号），公示日志不能删除，拒绝写入。"),
        ("draw.void", {"reason": "身份证 51010119900307123X"}, "条目中含有个人信息（邮箱、手机号或身份证号），公示日志不能删除，拒绝写入。"),
        ("draw.void", {"reason": "写信至zhang@example.cn"}, "条目中含有个人信息（邮箱、手机号或身份证号），公示日志不能删除，拒绝写入。"),
        ("draw.dice", {"witnesses": ["公证员", "138 0000 1111、+8613800001111"]}, "条目中含有个人信息（邮箱、手机号或身份证号），公示日志不能删除，拒绝写入。"),
        ("draw.void", {"reason": "字" * LONGEST}, f"条目超过 {LONGEST} 字节。"),
    ],
)  # fmt: skip
def test_what_may_not_become_public_is_refused_in_words(kind, data, words) -> None:
    with pytest.raises(NotPublishable) as refused:
        publish(kind, data)
    assert str(refused.value) == words


@pytest.mark.parametrize(
    "text",
    ["a13800001111f" + "0" * 51, "6913800001111", "TFMP-C-510700-2026-00012-K", "第 2026110 期", "91510100TFMP0101X4"],
)
def test_digests_barcodes_and_numbers_are_no_persons(text) -> None:
    assert publish("draw.void", {"reason": f"见“{text}”。"}).pk


@pytest.mark.parametrize(
    ("artwork", "words"),
    [
        ("<p>x</p>", "标识图样应为带 viewBox 的 SVG，请在制图软件中设置画板后重新导出。"),
        (SVG.format("<text>字</text>"), "标识图样中含有 <text>。请把文字转为路径，去掉图片、脚本和样式表后重新导出。"),
        (SVG.format('<path d="M0 0" onclick="x"/>'), "标识图样不得引用外部内容或含脚本，请去掉后重新导出。"),
    ],
)
def test_a_drawing_with_more_than_shapes_is_refused_in_words(artwork, words) -> None:
    with pytest.raises(ValidationError) as refused:
        check_artwork(artwork)
    assert refused.value.messages == [words]
