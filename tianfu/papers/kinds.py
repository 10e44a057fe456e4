"""The table of document kinds: what each paper is called, which template sets it, in which form it is kept."""

from dataclasses import dataclass

from django.db.models import TextChoices


class Kind(TextChoices):
    CERTIFICATE = "certificate", "标识使用授权证书"
    MARK_PACKAGE = "mark_package", "标识文件包（ZIP）"
    MARK_SVG = "mark_svg", "标识（SVG）"
    MARK_PNG = "mark_png", "标识（PNG，1200 像素）"
    MARK_PNG_LARGE = "mark_png_large", "标识（PNG，2400 像素）"
    MARK_PDF = "mark_pdf", "标识（PDF）"
    RECEIPT = "receipt", "申报回执"
    FILING = "filing", "申报书"
    ACCEPTANCE = "acceptance", "受理通知书"
    CORRECTION = "correction", "补正通知书"
    NOT_ACCEPTED = "not_accepted", "不予受理通知书"
    REJECTION = "rejection", "不予授权决定书"
    GRANT = "grant", "准予授权决定书"
    TERMINATION = "termination", "终止办理通知书"
    SUSPENSION = "suspension", "暂停使用标识决定书"
    REINSTATEMENT = "reinstatement", "恢复使用标识决定书"
    WITHDRAWAL = "withdrawal", "撤销标识使用授权决定书"
    CANCELLATION = "cancellation", "注销标识使用授权决定书"
    BLACKLIST_ENTRY = "blacklist_entry", "列入黑名单决定书"
    BLACKLIST_REMOVAL = "blacklist_removal", "移出黑名单决定书"
    AGREEMENT = "agreement", "标识使用授权协议"
    COMPARISON = "comparison", "指标对比表"
    NOTICE = "notice", "公示"
    INSPECTION_RECORD = "inspection_record", "检查记录表"


@dataclass(frozen=True)
class Form:
    """`member` names the part of a `MarkPackage`; empty for papers that are one PDF."""

    template: str
    content_type: str = "application/pdf"
    suffix: str = ".pdf"
    member: str = ""


_LETTER = Form("letter")
FORMS: dict[Kind, Form] = {
    Kind.CERTIFICATE: Form("certificate"),
    Kind.MARK_PACKAGE: Form("mark", "application/zip", ".zip", "zip"),
    Kind.MARK_SVG: Form("mark", "image/svg+xml", ".svg", "svg"),
    Kind.MARK_PNG: Form("mark", "image/png", "-1200px.png", "png_1200"),
    Kind.MARK_PNG_LARGE: Form("mark", "image/png", "-2400px.png", "png_2400"),
    Kind.MARK_PDF: Form("mark", "application/pdf", ".pdf", "pdf"),
    Kind.RECEIPT: Form("receipt"),
    Kind.FILING: Form("filing"),
    Kind.ACCEPTANCE: _LETTER,
    Kind.CORRECTION: _LETTER,
    Kind.NOT_ACCEPTED: _LETTER,
    Kind.REJECTION: _LETTER,
    Kind.GRANT: _LETTER,
    Kind.TERMINATION: _LETTER,
    Kind.SUSPENSION: _LETTER,
    Kind.REINSTATEMENT: _LETTER,
    Kind.WITHDRAWAL: _LETTER,
    Kind.CANCELLATION: _LETTER,
    Kind.BLACKLIST_ENTRY: _LETTER,
    Kind.BLACKLIST_REMOVAL: _LETTER,
    Kind.AGREEMENT: Form("agreement"),
    Kind.COMPARISON: Form("comparison"),
    Kind.NOTICE: Form("notice"),
    Kind.INSPECTION_RECORD: Form("inspection_record"),
}
MARK_KINDS = tuple(kind for kind, form in FORMS.items() if form.member)
