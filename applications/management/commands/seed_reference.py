from typing import Any

from django.core.management.base import BaseCommand

from applications.programme_files.loader import load_programmes
from applications.programmes.reference import load_indicator_scheme, load_industries, load_standards
from tianfu.accounts.regions.reference import load_regions
from tianfu.workflow.upkeep.reference import load_holidays, load_policies


class Command(BaseCommand):
    help = "载入参考数据：市州、节假日、政策参数、产业、标准、指标体系、品牌项目。可重复执行。"

    def handle(self, *args: Any, **options: Any) -> None:
        for load in (
            load_regions,
            load_holidays,
            load_policies,
            load_industries,
            load_standards,
            load_indicator_scheme,
            load_programmes,
        ):
            load()
        self.stdout.write("参考数据已载入。")
