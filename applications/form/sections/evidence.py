from typing import TYPE_CHECKING, Any

from applications.cases.sections.section import Section, register

if TYPE_CHECKING:
    from applications.cases.models.application import Application


def file_entry(kind: str, stored: Any, note: str = "") -> dict[str, Any]:
    """A file as it stands in a filing."""
    return {
        "kind": kind,
        "id": str(stored.pk),
        "name": stored.name,
        "size": stored.size,
        "sha256": stored.sha256,
        "note": note,
    }


@register
class EvidenceSection(Section):
    key = "evidence"
    reads = ("evidence",)
    title = "证明材料"
    hint = "PDF、JPG、PNG、XLSX 或 DOCX 文件。上传后即检查并记录摘要。"
    template = "applications/form/portal/evidence.html"
    keeps_files = True

    def kinds(self, application: "Application") -> list[dict[str, Any]]:
        """The programme's list for this route: key, label, required, hint."""
        return application.programme_version.route(application.route)["evidence"]

    def current(self, application: "Application") -> list[Any]:
        return [row for row in application.evidence.all() if row.removed_at is None]

    def missing(self, application: "Application") -> list[str]:
        gone = self.missing_kinds(application)
        return [f"未上传“{kind['label']}”" for kind in self.kinds(application) if kind["key"] in gone]

    def missing_kinds(self, application: "Application") -> set[str]:
        given = {row.kind for row in self.current(application)}
        return {kind["key"] for kind in self.kinds(application) if kind["required"] and kind["key"] not in given}

    def files(self, application: "Application") -> list[dict[str, Any]]:
        labels = {kind["key"]: kind["label"] for kind in self.kinds(application)}
        return [file_entry(labels.get(row.kind, row.kind), row.file, row.note) for row in self.current(application)]
