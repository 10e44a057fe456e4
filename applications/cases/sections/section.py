"""A section of the form: its fields, what it still lacks, and what of it is filed.

A leaf with the registry; `applications/form/sections/*` and `certification/sections.py` register.
"""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from tianfu.papers.typefaces.glyphs import refusal_of

if TYPE_CHECKING:
    from applications.cases.models.application import Application


class SectionForm(forms.Form):
    """Fields of a section. A draft is never refused for a missing answer: see `missing`."""

    use_required_attribute = False
    # Name and value of the hidden inputs that say what the page showed; components/form.html writes them.
    based_on: list[tuple[str, str]] = []

    def __init__(self, *args: Any, application: "Application | None" = None, **kwargs: Any) -> None:
        self.application = application
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if hasattr(field, "understood"):
                setattr(field, "understood_as", understood(field, self.data.get(name)))  # noqa: B010 - read by its template


def understood(field: forms.Field, value: Any) -> str:
    """What was read in a field of numbers: 读作 18,600.5 万元. Empty for none, and for what cannot be read."""
    try:
        words = field.understood(field.to_python(value)) if hasattr(field, "understood") else ""
    except ValidationError:
        return ""
    return f"读作 {words}" if words else ""


class Section:
    """One entry of the task list.

    `form_class` holds plain fields, saved one by one into SectionAnswers; a section that keeps
    rows of its own (comparison, evidence, honours, certificate) leaves it None.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    hint: ClassVar[str] = ""
    form_class: ClassVar[type[SectionForm] | None] = None
    template: ClassVar[str] = "applications/cases/sections/form.html"
    # Columns of the product that this section states beside its own fields, in order.
    facts: ClassVar[tuple[str, ...]] = ()
    # Fields and facts of which one cannot be corrected without the others.
    couples: ClassVar[tuple[frozenset[str], ...]] = ()
    keeps_files: ClassVar[bool] = False
    # What a programme that names this section must also bring: the kind of basis its route rests on ("" = any) and
    # versioned texts. `always`: no route does without it.
    basis: ClassVar[str] = ""
    texts: ClassVar[tuple[str, ...]] = ()
    # Lists of the programme's file that it asks by: "evidence" of the route, "honors".
    reads: ClassVar[tuple[str, ...]] = ()
    always: ClassVar[bool] = False
    # Of the renewal of an authorization only, and of every one.
    of_renewals: ClassVar[bool] = False

    def hint_in(self, content: dict[str, Any], way: str) -> str:
        """The hint in the words of a programme; `way`: what it calls the way to apply."""
        return self.hint

    def initial(self, application: "Application") -> dict[str, Any]:
        """What we already know and put into an untouched section."""
        return {}

    def data(self, application: "Application") -> dict[str, Any]:
        """The saved answers over the initial ones, by field name."""
        saved: dict[str, Any] = next((row.data for row in application.answers.all() if row.section == self.key), {})
        return {**self.initial(application), **saved}

    def missing(self, application: "Application") -> list[str]:
        """What is still missing or wrong, in words; empty = complete."""
        if self.form_class is None:
            return []
        form = self.form_class(self.data(application), application=application)
        form.is_valid()
        return [self._gap(form, name, str(errors[0])) for name, errors in form.errors.items()]

    def unprintable(self, application: "Application") -> list[str]:
        """Answers that hold a character no paper can print, by field; files are not asked, their names print anyhow."""
        return [
            f"“{row['label']}”里的{refused.rstrip('。')}"
            for row in self.rows(application)
            if (refused := refusal_of(row["value"]))
        ]

    def gaps(self, application: "Application") -> list[str]:
        """Everything that keeps this section from being filed."""
        return [*self.missing(application), *self.unprintable(application)]

    def gap_fields(self, application: "Application") -> set[str]:
        """Fields and facts of the product that keep this section from being filed."""
        found = {row["key"].removeprefix("product_") for row in self.rows(application) if refusal_of(row["value"])}
        if self.form_class is not None:
            form = self.form_class(self.data(application), application=application)
            form.is_valid()
            found |= set(form.errors)
        return found

    def missing_kinds(self, application: "Application") -> set[str]:
        """Kinds of evidence that are required and not there, for a section that keeps files."""
        return set()

    def together(self, names: set[str]) -> set[str]:
        """`names` with everything that can only be corrected along with one of them."""
        return names.union(*(couple for couple in self.couples if couple & names))

    def _gap(self, form: SectionForm, name: str, error: str) -> str:
        if name == "__all__":
            return error
        field = form.fields[name]
        if field.required and not form.data.get(name):
            return f"未填写“{field.label}”"
        return f"“{field.label}”：{error}"

    def rows(self, application: "Application") -> list[dict[str, str]]:
        """Label and value of each field as shown in the read-back and filed, in order."""
        if self.form_class is None:
            return []
        form = self.form_class(self.data(application), application=application)
        form.is_valid()
        return [
            {"key": name, "label": str(field.label), "value": shown(field, form.data.get(name)), **_manner(field)}
            for name, field in form.fields.items()
        ]

    def files(self, application: "Application") -> list[dict[str, Any]]:
        """Files of the section as filed: kind, id, name, size, sha256."""
        return []

    def snapshot(self, application: "Application") -> dict[str, Any]:
        """What of this section is filed: strings, integers, lists and objects only."""
        return {
            "key": self.key,
            "title": self.title,
            "rows": self.rows(application),
            "files": self.files(application),
        }


def _manner(field: forms.Field) -> dict[str, str]:
    """How people read the value besides its digits; `applications.cases.filings.read_back.row_words` puts it into words."""
    if isinstance(field, forms.DateField):
        return {"kind": "date"}
    unit = getattr(field, "unit", "")
    return {"unit": str(unit)} if unit else {}


def shown(field: forms.Field, value: Any) -> str:
    """A saved answer as people read it."""
    if value in (None, "", []):
        return ""
    choices = dict(getattr(field, "choices", []) or [])
    if isinstance(value, list):
        return "、".join(str(choices.get(item, item)) for item in value)
    if isinstance(field, forms.BooleanField):
        return "是" if value else "否"
    return str(choices.get(value, value))


_registry: dict[str, Section] = {}


def register(section: type[Section]) -> type[Section]:
    _registry[section.key] = section()
    return section


def section(key: str) -> Section:
    return _registry[key]


def registered() -> dict[str, Section]:
    return dict(_registry)


def sections_of(application: "Application") -> list[Section]:
    """The sections of the application's route, in the programme's order."""
    return [_registry[key] for key in application.sections]


def gaps(application: "Application") -> dict[str, list[str]]:
    """Missing parts by section key; empty when the application may be submitted."""
    found = {section.key: section.gaps(application) for section in sections_of(application)}
    return {key: missing for key, missing in found.items() if missing}
