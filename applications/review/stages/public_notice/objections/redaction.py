"""What may be told of an objection: nothing by which the applicant could know who wrote it, and not its own words."""

import re
import unicodedata

from applications.review.stages.public_notice.models import Objection

# So many signs in a row taken over from the objection are its wording, not its sense.
_QUOTED = 16
_NAMED = 4  # a contact or a name shorter than this may be a word of the language

_NUMBERS = re.compile(r"\d[\d\s-]{5,}\d")  # a telephone number among other words of a contact


def _plain(text: str) -> str:
    """Letters and digits alone: blanks, punctuation and widths do not hide a quotation."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def disclosures(objection: Objection, text: str) -> list[str]:
    """Why `text` may not go to the applicant, in words; [] = nothing found. A second person reads it all the same."""
    told, original = _plain(text), _plain(objection.text)
    problems = []
    objector = _plain(objection.objector)
    if objector and (len(objector) >= 2) and objector in told:
        problems.append("其中出现了异议人的名称，请删去。")
    contact = _plain(objection.contact)
    digits = "".join(c for c in contact if c.isdigit())
    if (len(contact) >= _NAMED and contact in told) or (len(digits) >= 7 and digits in told):
        problems.append("其中出现了异议人的联系方式，请删去。")
    if told and (told == original or _shares_wording(told, original)):
        problems.append("其中照抄了异议原文。请用自己的话概括异议针对什么、依据是什么。")
    return problems


HIDDEN = "（已隐去）"


def without_objector(objection: Objection, text: str) -> str:
    """`text` for desks that do not act on the objection: name and contact blacked out, however they are spaced."""
    for secret in (objection.objector, objection.contact, *_NUMBERS.findall(objection.contact)):
        signs = _plain(secret)
        if len(signs) >= 2:
            loose = r"[\W_]*".join(re.escape(sign) for sign in signs)
            text = re.sub(loose, HIDDEN, unicodedata.normalize("NFKC", text), flags=re.IGNORECASE)
    return text


def _shares_wording(told: str, original: str) -> bool:
    if len(original) < _QUOTED:
        return len(original) >= _NAMED and original in told
    return any(original[at : at + _QUOTED] in told for at in range(len(original) - _QUOTED + 1))
