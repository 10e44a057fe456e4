from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tianfu.files.models.stored_file import FileUnreadable
from tianfu.papers.models import Paper
from tianfu.papers.snapshots import NotReproducible, rerender


class Command(BaseCommand):
    help = "用存档的模板原文和数据重新排版每份文书，逐字节与存档文件比对。"

    def handle(self, *args: Any, **options: Any) -> None:
        checked = problems = 0
        for paper in Paper.objects.select_related("source", "file").order_by("pk").iterator(chunk_size=100):
            checked += 1
            try:
                if rerender(paper) != paper.file.read():
                    raise NotReproducible(f"{paper}的存档文件与登记不一致。")
            except (NotReproducible, FileUnreadable) as error:
                problems += 1
                self.stderr.write(str(error))
        if problems:
            raise CommandError(f"核验 {checked} 份文书，{problems} 份不能重现。")
        self.stdout.write(f"核验 {checked} 份文书，全部逐字节一致。")
