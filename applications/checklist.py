"""Stage forms whose items come from the programme: every item must be answered yes to pass."""

from typing import Any

from django import forms

from applications.stage import StageForm


class ChecklistForm(StageForm):
    """One tick per item of `checklists.<stage>`; the ticks are saved with the review."""

    checklist_key = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for entry in self.entries():
            self.fields[f"item_{entry['key']}"] = forms.BooleanField(
                label=entry["text"],
                required=True,
                error_messages={"required": f"请核对“{entry['text']}”。不符合的，请要求补正、退回或不予通过。"},
            )
        self.order_fields([name for name in self.fields if name != "opinion"] + ["opinion"])

    def entries(self) -> list[dict[str, str]]:
        return self.application.programme_version.payload["checklists"].get(self.checklist_key, [])

    def answers(self) -> dict[str, Any]:
        """What is kept with the review: each item's text as it stood, and the answer."""
        return {
            entry["key"]: {"text": entry["text"], "answer": bool(self.cleaned_data[f"item_{entry['key']}"])}
            for entry in self.entries()
        }
