from typing import TYPE_CHECKING, Any

from applications.cases.sections.section import Section, register
from applications.form.sections.evidence import file_entry

if TYPE_CHECKING:
    from applications.cases.models.application import Application


@register
class Honors(Section):
    key = "honors"
    reads = ("honors",)
    title = "质量荣誉"
    hint = "自我声明面向质量管理卓越企业：请填写天府质量奖或同等质量荣誉，并上传证明文件。"
    template = "portal/sections/honors.html"

    def missing(self, application: "Application") -> list[str]:
        return [] if application.honors.all() else ["至少填写一项质量荣誉并上传证明文件"]

    def rows(self, application: "Application") -> list[dict[str, str]]:
        return [
            {
                "key": f"honor_{number}",
                "label": f"荣誉 {number}",
                "value": f"{honor.year} 年 {honor.name}({honor.get_level_display()},{honor.awarded_by})",
            }
            for number, honor in enumerate(application.honors.all(), start=1)
        ]

    def files(self, application: "Application") -> list[dict[str, Any]]:
        return [file_entry(f"荣誉证明 {honor.name}", honor.file) for honor in application.honors.all()]
