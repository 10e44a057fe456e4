"""A field left empty says what is missing in its own words. One line for each such field of a form."""

import pytest
from django import forms
from django.utils.module_loading import import_string

WORDS = {
    "applications.review.console.forms.ReasonsForm.codes": "请至少选择一项理由。",
    "applications.review.console.forms.ReasonsForm.note": "请写明事实和依据，企业会在决定书中看到。",
    "applications.review.console.forms.TerminationForm.note": "请写明终止办理的理由和依据，企业会在通知书中看到。",
    "applications.review.console.forms.SendBackForm.note": "请写明退回的理由。",
    "applications.review.stages.public_notice.objections.forms.SummaryForm.summary": "请写明异议针对什么、依据是什么，不写异议人。",
    "applications.review.stages.public_notice.objections.forms.FindingForm.outcome": "请选择结论。",
    "applications.review.stages.public_notice.objections.forms.FindingForm.finding": "请写明核查情况，企业会看到。",
    "applications.review.stages.public_notice.objections.forms.AnswerForm.text": "请写明对异议的说明。",
    "applications.review.stages.approval.stage.ApprovalForm.opinion": "请写明决定意见。",
    "applications.review.stages.prefecture_review.stage.RecommendationForm.opinion": "请写明初审意见和推荐理由。",
    "certification.authorizations.suspensions.restorations.forms.RestorationForm.kind": "请选择陈述意见或申请恢复。",
    "certification.authorizations.suspensions.restorations.forms.RestorationForm.text": "请写明事实和理由。",
    "certification.duties.usages.forms.UsageForm.carrier": "请选择载体。",
    "certification.duties.usages.forms.UsageForm.place": "请写明使用标识的地点或媒体。",
    "certification.duties.usages.forms.UsageForm.starts_on": "请填写开始使用日期。",
    "certification.authorizations.suspensions.portal.SuspensionRequestForm.text": "请写明申请暂停的事由。",
    "certification.authorizations.sanctions.forms.AnswerForm.reason": "请写明核查情况和理由：会告知企业。",
    "supervision.inspections.console.forms.ConclusionForm.word": "请选择一个检查结果。",
    "supervision.inspections.console.forms.ReinspectionForm.on": "请填写复查日期。",
    "supervision.inspections.console.forms.ReinspectionForm.passed": "请选择整改结果。",
    "supervision.inspections.console.inspected_side.SigningForm.signing": "请选择被检查方是否签字。",
    "supervision.lists.console.forms.CodeForm.uscc": "请填写统一社会信用代码。",
    "supervision.lists.console.forms.EntryForm.name": "请填写营业执照上的名称。",
    "supervision.lists.console.forms.EntryForm.grounds": "请选择事由类别。",
    "supervision.lists.console.forms.EntryForm.cause": "请写明事由：事实、证据和依据会告知企业。",
    "supervision.lists.console.forms.EntryForm.months": "请填写期限。",
    "supervision.lists.console.forms.RemovalForm.reason": "请写明移出的理由：理由会告知企业。",
    "supervision.lists.console.leads.LeadForm.source": "请选择来源。",
    "supervision.lists.console.leads.LeadForm.found_on": "请填写发现日期。",
    "supervision.lists.console.leads.LeadForm.place": "请填写地点，例如商场和柜台。",
    "supervision.lists.console.leads.LeadForm.text": "请写明发现的情况。",
    "supervision.lists.console.leads.DecisionForm.outcome": "请选择处理方式。",
    "supervision.lists.console.lead_checks.CheckForm.items": "请选择检查事项。",
    "supervision.lists.console.lead_checks.CheckForm.lead": "请选择主检人。",
    "supervision.lists.console.lead_checks.CheckForm.others": "检查组至少两人，请再选择一人。",
    "supervision.lists.console.lead_checks.CheckForm.reason": "请写明检查的缘由。",
    "supervision.directories.console.plan_forms.BatchForm.items": "请至少选择一个检查事项。",
    "supervision.directories.console.items.ItemForm.methods": "请至少选择一种检查方式。",
    "supervision.directories.console.items.ItemForm.object_kinds": "请至少选择一类检查对象。",
    "applications.review.console.assignment.AssignForm.to": "请选择一位同事。",
    "applications.form.portal.forms.SignForm.agreed": "请阅读全文并确认您有权签署。",
    "applications.portal.submission.ConfirmForm.commitment": "请通读后勾选，确认作出承诺。",
    "certification.authorizations.console.ProposalForm.reason": "请写明事实和理由：会写入决定书并告知企业。",
    "tianfu.workflow.console.policy_form.NewValueForm.value": "请填写新值。",
    "tianfu.workflow.console.policy_form.NewValueForm.source": "请写明依据，例如文件名称和文号。",
    "tianfu.workflow.console.policy_form.NewValueForm.valid_from": "请填写生效日期。",
}


@pytest.mark.parametrize("name", WORDS)
def test_a_field_left_empty_says_what_is_missing(name: str) -> None:
    form, _, field = name.rpartition(".")
    column = import_string(form).base_fields[field]
    with pytest.raises(forms.ValidationError) as refused:
        column.clean([] if isinstance(column, forms.MultipleChoiceField | forms.ModelMultipleChoiceField) else "")
    assert refused.value.messages == [WORDS[name]]


WRONG = {
    "applications.review.console.export.ExportForm.reason": ("字" * 201, "导出用途最多 200 个字。"),
    "certification.authorizations.console.ProposalForm.cause": ("poem", "该原因与平台上的事实不符，请重新选择。"),
    "supervision.directories.console.plan_forms.BatchForm.items": (["0"], "所选事项未公布或已停用，请重新选择。"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_a_field_does_not_take_is_refused_in_its_words(name: str) -> None:
    form, _, field = name.rpartition(".")
    value, words = WRONG[name]
    with pytest.raises(forms.ValidationError) as refused:
        import_string(form).base_fields[field].clean(value)
    assert refused.value.messages == [words]
