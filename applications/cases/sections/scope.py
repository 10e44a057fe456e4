"""What of the form is open now: all of a draft; of a case in correction only what the correction asks for.

Open besides is what would keep the answer from being handed in (a gap that nobody asked about, a certificate that
ended meanwhile): else nobody could mend it. The declaration is always open, since changed content is signed anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from applications.cases.models.application import Application
from applications.cases.models.correction import CorrectionItem
from applications.cases.sections.section import Section, section
from applications.cases.states import ApplicationState
from applications.enterprises.models import Product
from tianfu.accounts.access.separation import side_problems
from tianfu.workflow.door import NotAllowed, NotPossible

NOT_ASKED = "补正意见没有要求修改这一项，内容按上次提交保留。"


@dataclass(frozen=True)
class Opened:
    """How far one section is open. `fields` may name facts of the product; `files` and `kinds` are of the evidence."""

    whole: bool = False
    fields: frozenset[str] = frozenset()
    files: frozenset[int] = frozenset()
    kinds: frozenset[str] = frozenset()

    @property
    def closed(self) -> bool:
        return not (self.whole or self.fields or self.files or self.kinds)

    def field(self, name: str) -> bool:
        return self.whole or name in self.fields


ALL, NOTHING = Opened(whole=True), Opened()


def opened(application: Application, key: str) -> Opened:
    """How far section `key` of the case may be changed now."""
    if application.state == ApplicationState.DRAFT or (application.editable and key == "declaration"):
        return ALL
    correction = application.open_correction()
    if application.state != ApplicationState.CORRECTION_REQUIRED or correction is None:
        return NOTHING
    part = section(key)
    items = [item for item in correction.items.all() if item.section == key]
    if any(not item.field and not item.evidence_id for item in items):
        return ALL
    return _asked(application, part, items, correction.opened_at)


def _asked(application: Application, part: Section, items: list[CorrectionItem], since: Any) -> Opened:
    fields = {item.field for item in items if item.field} | part.gap_fields(application)
    if part.keeps_files:
        named = [item.evidence for item in items if item.evidence is not None]
        kinds = {row.kind for row in named} | part.missing_kinds(application)
        # What was uploaded in answer may be taken out again.
        fresh = {row.pk for row in application.evidence.all() if kinds and row.added_at >= since and row.kind in kinds}
        return Opened(files=frozenset({row.pk for row in named} | fresh), kinds=frozenset(kinds))
    if part.form_class is None and part.missing(application):
        return ALL
    return Opened(fields=frozenset(part.together(fields)))


def may_fill(application: Application, user: Any, key: str) -> Opened:
    """How far `user` may change section `key` of the case now; raises when not at all."""
    if not user.can(application.enterprise.organisation, "edit"):
        raise NotAllowed("您只有查看权限。需要填报请联系企业管理员。")
    refuse_sides(application, user)
    if not application.editable:
        raise NotPossible([f"申报“{application.get_state_display()}”，内容已锁定。"])
    if key not in application.sections:
        raise NotPossible(["本方式没有这一部分。"])
    found = opened(application, key)
    if found.closed:
        raise NotPossible([f"补正意见没有涉及“{section(key).title}”，这一部分按上次提交保留，不能修改。"])
    return found


def refuse_sides(application: Application, user: Any) -> None:
    """Raise NotPossible for somebody who stands on the other side too: holds a role, certifies this enterprise."""
    if problems := side_problems(user, application.enterprise.organisation):
        raise NotPossible(problems)


def may_fill_facts(application: Application, user: Any, changed: Iterable[str]) -> None:
    """Raise unless each of these facts of the product is open in this case's correction."""
    if not user.can(application.enterprise.organisation, "edit"):
        raise NotAllowed("您只有查看权限。需要填报请联系企业管理员。")
    refuse_sides(application, user)
    if application.state != ApplicationState.CORRECTION_REQUIRED:
        raise NotPossible([f"申报“{application.get_state_display()}”，产品资料已随申报锁定。"])
    if set(changed) - open_facts(application):
        raise NotPossible([NOT_ASKED])


def label_of(part: Section, name: str) -> str:
    """What a field of the section, or a fact of the product that it states, is called; "" for none."""
    if part.form_class is not None and name in part.form_class.base_fields:
        return str(part.form_class.base_fields[name].label)
    return fact_label(name) if name in part.facts else ""


def fact_label(name: str) -> str:
    """What a fact of the product is called."""
    return next(str(field.verbose_name) for field in Product._meta.concrete_fields if field.name == name)


def open_facts(application: Application) -> set[str]:
    """Facts of the product that this case's correction opens."""
    found: set[str] = set()
    for key in application.sections:
        part, scope = section(key), opened(application, key)
        found |= {name for name in part.facts if scope.field(name)}
    return found
