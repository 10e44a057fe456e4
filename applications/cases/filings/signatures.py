"""Signatures that mean something (design 5): identity proven again, the text and the content pinned."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from applications.cases.sections.section import sections_of
from tianfu.accounts.access.separation import side_problems
from tianfu.accounts.factors.step_up import confirm_identity
from tianfu.ledger.audit.records import record
from tianfu.ledger.canonical import canonical, sha256_hex
from tianfu.workflow import clock
from tianfu.workflow.door import NotAllowed, NotPossible, lock
from tianfu.workflow.signatures.shown import Shown, refuse_changed

if TYPE_CHECKING:
    from applications.cases.models.application import Application
    from applications.cases.models.filing import Signature

ENTERPRISE, OPERATOR = "enterprise", "operator"


@dataclass(frozen=True)
class SignedText:
    """A text that is signed with something else than the form: what its digest covers, what its page shows."""

    content: "Callable[[Application], Any]"
    facts: "Callable[[Application], dict[str, Any]]"


_texts: dict[str, SignedText] = {}


def register_text(key: str, text: SignedText) -> None:
    """Register what is signed with the programme's text `key`."""
    _texts[key] = text


def text_sha256(application: "Application", key: str) -> str:
    """Digest of the programme's text `key` as people read it."""
    return sha256_hex(canonical(application.programme_version.text(key)))


def content_sha256(application: "Application", key: str) -> str:
    """Digest of what is signed besides the text: the answers of the form, or what the text's own stage says."""
    if key in _texts:
        return sha256_hex(canonical(_texts[key].content(application)))
    return sha256_hex(
        canonical([_signed(part.snapshot(application)) for part in sections_of(application) if part.key != key])
    )


def _signed(part: dict[str, Any]) -> dict[str, Any]:
    """A section without the manner in which rows are read aloud (unit, kind): signatures pin what was answered."""
    rows = [{name: row[name] for name in ("key", "label", "value")} for row in part["rows"]]
    return {**part, "rows": rows}


def signing_facts(application: "Application", key: str) -> dict[str, Any]:
    """What the page of a signature shows: text, parties and what is signed besides, for `tianfu.workflow.signatures.shown`."""
    facts: dict[str, Any] = {"文本": text_sha256(application, key)}
    if key in _texts:
        facts |= _texts[key].facts(application)
    else:
        parts = [part for part in sections_of(application) if part.key != key]
        facts |= {part.title: part.snapshot(application) for part in parts}
    for party in (ENTERPRISE, OPERATOR):
        signature = standing_signature(application, key, party)
        if signature is not None:
            facts[f"{signature.get_party_display()}的签署"] = [signature.pk, signature.signatory_name]
    return facts


def standing_signature(application: "Application", key: str, party: str = ENTERPRISE) -> "Signature | None":
    """The newest signature of `party` that still matches text and content, or None."""
    signed = [row for row in application.signatures.all() if row.text_key == key and row.party == party]
    if not signed:
        return None
    newest = max(signed, key=lambda row: (row.signed_at, row.pk))
    matches = newest.text_sha256 == text_sha256(application, key) and newest.content_sha256 == content_sha256(
        application, key
    )
    return newest if matches else None


def sign_declaration(
    application: "Application", *, user: Any, name: str, role: str, proof: str, shown: Shown
) -> "Signature":
    """Sign 声明与承诺 for the enterprise, as the page stamped `shown` had it.

    Raises ValidationError for a wrong proof, NotPossible for gaps, Changed for content that was not read.
    """
    with transaction.atomic():
        locked = lock(application)
        if not user.can(locked.enterprise.organisation, "sign"):
            raise NotAllowed("您没有签署权限。请由企业管理员授予，或由有权限的成员签署。")
        refuse_sides(locked, user)
        if not locked.editable:
            raise NotPossible(["申报已提交，现在不能签署。"])
        open_parts = [part.title for part in sections_of(locked) if part.key != "declaration" and part.gaps(locked)]
        if open_parts:
            raise NotPossible([f"请先填完：{'、'.join(open_parts)}。"])
        refuse_unread(locked, "declaration", shown)
        return write_signature(locked, "declaration", ENTERPRISE, user, name, role, proof)


def refuse_sides(application: "Application", user: Any) -> None:
    """Raise NotPossible for somebody who stands on the other side too."""
    if problems := side_problems(user, application.enterprise.organisation):
        raise NotPossible(problems)


def refuse_unread(application: "Application", key: str, shown: Shown) -> None:
    """Raise Changed when the page stamped `shown` had something else."""
    refuse_changed(shown, signing_facts(application, key))


def write_signature(
    application: "Application", key: str, party: str, user: Any, name: str, role: str, proof: str
) -> "Signature":
    """The row, once the person has proven who signs. Within the caller's transaction, on a locked case."""
    method = confirm_identity(user, proof)
    signature = application.signatures.create(
        text_key=key,
        text_version=application.programme_version.text(key)["version"],
        text_sha256=text_sha256(application, key),
        content_sha256=content_sha256(application, key),
        party=party,
        signed_by=user,
        signatory_name=name,
        signatory_role=role,
        method=method,
        signed_at=clock.now(),
    )
    record(
        "application.sign",
        actor=user,
        subject=application,
        data={"text": key, "party": party, "text_sha256": signature.text_sha256, "method": method},
    )
    return signature
