"""Stages whose questions come from the programme: every item must be confirmed to pass."""

from typing import TYPE_CHECKING, Any

from django import forms

from applications.cases.stages.form import StageForm
from applications.cases.stages.stage import Stage, stage

if TYPE_CHECKING:
    from applications.cases.models.application import Application


class ChecklistStage(Stage):
    """The items of `checklists.<stage>` in the programme's version."""

    has_checklist = True

    def questions(self, application: "Application") -> dict[str, str]:
        entries = application.programme_version.payload["checklists"].get(self.key, [])
        return {entry["key"]: entry["text"] for entry in entries}


class ChecklistForm(StageForm):
    """One tick per question of the stage; the rule itself is the stage's (`review_problems`)."""

    checklist_key = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = stage(self.checklist_key).questions(self.application)
        for key, text in self.asked.items():
            self.fields[f"item_{key}"] = forms.BooleanField(
                label=text,
                required=True,
                error_messages={"required": f"请核对“{text}”。不符合的，请要求补正、退回或不予通过。"},
            )
        self.order_fields([name for name in self.fields if name != "opinion"] + ["opinion"])

    def answers(self) -> dict[str, Any]:
        """What is kept with the review: each item's text as it stood, and the answer."""
        return {
            key: {"text": text, "answer": bool(self.cleaned_data.get(f"item_{key}"))}
            for key, text in self.asked.items()
        }
