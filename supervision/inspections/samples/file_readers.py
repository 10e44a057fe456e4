"""Who may read a test report: who may open the check; and the inspected side, once the report was confirmed."""

from typing import Any

from supervision.inspections.models import InspectionTask
from supervision.inspections.samples.acts import REPORT_PURPOSE
from supervision.inspections.samples.models import SampleTest
from supervision.inspections.samples.own import own_samples
from tianfu.files.models import StoredFile
from tianfu.files.readers import register_reader


def reads_report(user: Any, file: StoredFile) -> bool:
    if not user.is_authenticated:
        return False
    tests = SampleTest.objects.filter(report=file)
    if InspectionTask.objects.on_console_for(user).filter(samples__tests__in=tests).exists():
        return True
    return tests.filter(confirmed_at__isnull=False, sample__in=own_samples(user)).exists()


register_reader(__name__, REPORT_PURPOSE, reads_report, recorded=True)
