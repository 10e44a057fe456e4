"""What an officer writes down at a stage."""

from typing import TYPE_CHECKING, Any

from django import forms

from tianfu.text.fields import TextField

if TYPE_CHECKING:
    from applications.cases.models.application import Application


class StageForm(forms.Form):
    """What an officer records at a stage. Saved as a StageReview in the act's own transaction."""

    opinion = TextField(label="审查意见", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000, required=False)

    def __init__(self, *args: Any, application: "Application", **kwargs: Any) -> None:
        self.application = application
        super().__init__(*args, **kwargs)

    def answers(self) -> dict[str, Any]:
        """What besides the opinion is kept with the review: text, integers, lists, objects."""
        return {}
