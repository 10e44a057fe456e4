from typing import TYPE_CHECKING, Any

from applications.cases.sections.section import Section, register
from applications.form.sections.evidence import file_entry
from applications.programmes.names import names_of, newest_contents
from applications.programmes.reach import honor_problems

if TYPE_CHECKING:
    from applications.cases.models.application import Application


@register
class Honors(Section):
    key = "honors"
    reads = ("honors",)
    title = "质量荣誉"
    hint = "面向质量管理卓越企业：请填写质量荣誉，并上传证明文件。"
    template = "applications/form/portal/honors.html"

    def hint_in(self, content: dict[str, Any], way: str) -> str:
        named = "、".join(content["honors"]["named"])
        return f"{way}面向质量管理卓越企业：请填写{named}或同等质量荣誉，并上传证明文件。"

    def missing(self, application: "Application") -> list[str]:
        rows, content = application.honors.all(), names_of(application.programme_version_id).content
        if not rows:
            return ["至少填写一项质量荣誉并上传证明文件"]
        wrong = [honor_problems(content, row.name, row.level, newest_contents()) for row in rows]
        return [f"{sentence.rstrip('。')}" for found in wrong for sentence in found.values()]

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
