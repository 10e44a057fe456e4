"""标识使用登记 of a sample enterprise: one accepted, one returned with marks on its picture, one on the operator's desk."""

from collections.abc import Sequence

from certification.duties.usages.acts import Marked, approve, hand_back, register
from certification.duties.usages.facts import UsageFacts
from certification.duties.usages.pictures.areas import read_area
from certification.issuing.data import model_list
from certification.models import Authorization, MarkUsage
from tianfu.demo.accounts import person
from tianfu.demo.firms import Firm
from tianfu.demo.papers import picture
from tianfu.demo.stories.plays import Story, ago, later
from tianfu.workflow import clock


def _registered(mark: Authorization, firm: Firm, carrier: str, place: str, pictures: Sequence[str]) -> MarkUsage:
    facts = UsageFacts(
        carrier=carrier,
        model_names=model_list(mark.models_text)[:1],
        place=place,
        starts_on=clock.today(),
        note="标识宽 40 毫米，单色印刷。",
    )
    uploads = [picture(name, "PNG") for name in pictures]
    return register(mark, facts, user=person(firm.key), uploads=uploads)


def usages(firm: Firm) -> Story:
    yield ago(working=6)
    mark = Authorization.objects.get(enterprise__organisation__uscc=firm.uscc, state="active")
    package = _registered(mark, firm, "产品及包装", firm.address, ["包装箱-正面.png", "包装箱-侧面.png"])
    manual = _registered(mark, firm, "说明书", firm.address, ["说明书-封面.png"])
    yield later(1, hour=10)
    operator = person("operator")
    approve(package, user=operator, seen=package.revision, note="式样、编号和位置符合使用规范。")
    cover = manual.pictures.get()
    marks = [
        Marked(cover.pk, read_area("B2-D4"), "标识被拉宽，须等比例缩放"),
        Marked(cover.pk, read_area("F6-G7"), "编号不清晰，不得遮挡"),
    ]
    reason = "请按标出的两处修改后重新提交。"
    hand_back(manual, user=operator, seen=manual.revision, reason=reason, marks=marks)
    yield later(2, hour=15)
    _registered(mark, firm, "广告宣传", "企业官方网站首页", ["官网首页.png"])
