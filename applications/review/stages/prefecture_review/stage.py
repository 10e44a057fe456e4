"""市州初审: a recommendation with an opinion, by two different people of the prefecture."""

from django import forms

from applications.cases.stages.stage import register
from applications.review.acts.checklist import ChecklistForm, ChecklistStage
from tianfu.accounts.roles import Role
from tianfu.text.fields import TextField

OPINION_MISSING = "请写明初审意见和推荐理由。"


class RecommendationForm(ChecklistForm):
    checklist_key = "prefecture_review"
    opinion = TextField(
        label="初审意见",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": OPINION_MISSING},
    )


@register
class PrefectureReview(ChecklistStage):
    key = "prefecture_review"
    label = "市州初审"
    applicant_label = "正在初审"
    roles = (Role.PREFECTURE_OFFICER,)
    second_roles = (Role.PREFECTURE_APPROVER,)
    regional = True
    may_correct = True
    verb_label = "同意推荐"
    todo = "请提出初审意见。"
    clause = "市州初审把关（鄂市监 2024 例）"
    form_class = RecommendationForm
    # A decided change of name or seat is no correction (applications.enterprises.changes).
    rests_on = (
        "subject.uscc",
        "subject.address",
        "product.product_name",
        "product.models_text",
        "product.sector",
        "product.industry",
        "product.product_region",
        "product.production_started",
    )
    opinion_missing = OPINION_MISSING
