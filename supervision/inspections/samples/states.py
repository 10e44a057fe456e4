"""States of a sample, and the two verdicts of a test report."""

from django.db.models import TextChoices


class SampleState(TextChoices):
    TAKEN = "taken", "已抽样，待送检"
    TESTING = "testing", "检验中"
    REPORTED = "reported", "检验结果待复核"
    TOLD = "told", "复检申请期内"
    ASKED = "asked", "已申请复检"
    RETESTING = "retesting", "复检中"
    RETESTED = "retested", "复检结果待复核"
    FINAL = "final", "检验结果已生效"


class Verdict(TextChoices):
    PASS = "pass", "合格"
    FAIL = "fail", "不合格"
