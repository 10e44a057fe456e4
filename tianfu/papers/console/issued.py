"""The list of issued papers, for those who may see every record."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tianfu.accounts.console.record_admin import RecordAdmin
from tianfu.papers.models import Paper
from tianfu.text.admin_search import KeySearch


@admin.register(Paper)
class PaperAdmin(KeySearch, RecordAdmin):
    """Nothing is made, changed or deleted here; a paper's file is opened under the file's own rule."""

    list_display = ("number", "kind", "demo", "created_at", "short_hash")
    list_filter = ("kind", "demo")
    list_select_related = ("file",)
    search_fields = ("number", "sha256")
    search_help_text = "按编号或 SHA-256 查找"
    fields = (
        "kind",
        "number",
        "demo",
        "created_at",
        "file_link",
        "sha256",
        "template",
        "template_hash",
        "font_version",
    )
    readonly_fields = fields

    @admin.display(description="SHA-256")
    def short_hash(self, paper: Paper) -> str:
        return paper.sha256[:12]

    @admin.display(description="文件")
    def file_link(self, paper: Paper) -> SafeString:
        address = paper.file.get_absolute_url()
        return format_html('<a href="{}">{}</a>', address, paper.file.name)

    @admin.display(description="模板 SHA-256")
    def template_hash(self, paper: Paper) -> str:
        return paper.template_sha256
