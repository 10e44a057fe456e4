"""形式审查: every required part present; all gaps named at once (行政许可法 art. 32 as model)."""

from datetime import date
from typing import TYPE_CHECKING

from applications.cases.rules.completeness import gap_sentences
from applications.cases.stages.phase import Phase
from applications.cases.stages.stage import register
from applications.review.acts.checklist import ChecklistForm, ChecklistStage
from applications.review.stages.completeness_check.silence import accept_silent
from tianfu.accounts.roles import Role

if TYPE_CHECKING:
    from applications.cases.models.application import Application


class CompletenessForm(ChecklistForm):
    checklist_key = "completeness_check"


@register
class CompletenessCheck(ChecklistStage):
    key = "completeness_check"
    phase = Phase.INTAKE
    label = "形式审查"
    applicant_label = "正在核对材料是否齐全"
    roles = (Role.PREFECTURE_OFFICER,)
    regional = True
    may_correct = True
    may_decline = True
    may_reject = False
    verb_label = "予以受理"
    todo = "请核对材料是否齐全，作出受理、补正或不予受理的决定。"
    clause = "参照行政许可法第三十二条"
    form_class = CompletenessForm
    passed_words = "形式审查通过，予以受理"
    # Compared with the licence. That every part is there is checked by the system at each filing.
    rests_on = ("subject.legal_representative", "subject.address", "subject.established_on")

    def problems(self, application: "Application") -> list[str]:
        return list(gap_sentences(application).values())

    def time_over(self, today: date) -> int:
        return accept_silent(today)
