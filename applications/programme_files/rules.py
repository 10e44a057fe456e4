"""Rules between the parts of a programme file: what stands in one place must be found in the others.

Every rule is told a payload that may be wrong in shape anywhere, and yields what it finds; a part of the wrong type
counts as empty, `programmes.files` drops what only follows from a fault of shape.
"""

from collections.abc import Callable, Iterator
from typing import Any

from applications.cases.sections import section
from applications.cases.stages import stage
from applications.programme_files.faults import Fault
from applications.programme_files.parties import desks, place
from applications.programme_files.payloads import Payload, names, orders, parts, rooms, routes, rows, table, text, used
from applications.programme_files.vocabulary import (
    industry_schemes,
    paper_kinds,
    policy_units,
    scheme_keys,
    sector_keys,
)

# Letters that number other things than cases.
_TAKEN = {"N": "公示编号"}
_BASES = {"certificate": "认证证书", "declaration": "自我声明", "review": "评审认定"}


def sections(payload: Payload) -> Iterator[Fault]:
    """Every part of the form is known, the ones no case does without are there, and they find what they ask by."""
    for path, entry in orders(payload).items():
        given = names(entry.get("sections"))
        yield from _known_sections((*path, "sections"), given)
        if path[-1] == "renewal":
            continue
        asks = any("evidence" in part.reads for part in section.registered().values() if part.key in given)
        if asks and not rows(entry.get("evidence")):
            yield Fault((*path, "evidence"), "有证明材料部分，但没有列出材料。")
        if not asks and rows(entry.get("evidence")):
            yield Fault((*path, "evidence"), "列出了材料，但没有证明材料部分。")
    asks = any("honors" in part.reads for part in parts(payload))
    if asks and "honors" not in payload:
        yield Fault(("honors",), "有质量荣誉部分，但没有写明认可的荣誉。")
    if not asks and "honors" in payload:
        yield Fault(("honors",), "没有方式填报质量荣誉，请删除。")


def _known_sections(path: tuple[str, ...], given: list[str]) -> Iterator[Fault]:
    renewal = "renewal" in path
    for n, name in enumerate(given):
        if name not in section.registered():
            yield Fault((*path, n), f"没有名为 {name} 的填报部分。")
        elif section.section(name).of_renewals and not renewal:
            yield Fault((*path, n), f"{name} 只用于续期。")
    for part in section.registered().values():
        if (part.always or (part.of_renewals and renewal)) and part.key not in given:
            yield Fault(path, f"缺少必有的部分 {part.key}（{part.title}）。")


def basis(payload: Payload) -> Iterator[Fault]:
    """A route and its renewal rest on one thing: its stages and sections ask for that, and something asks for it."""
    for here, entry in orders(payload).items():
        rests = text(entry.get("basis"))
        found = []
        for part, known in (("sections", section.registered()), ("stages", stage.registered())):
            for n, name in enumerate(names(entry.get(part))):
                wanted = known[name].basis if name in known else ""
                found.append(wanted)
                if wanted and wanted != rests and rests in _BASES:
                    yield Fault((*here, part, n), f"{name} 只用于以{_BASES[wanted]}为依据的方式。")
        if rests in _BASES and rests != "review" and rests not in found:
            where = here if here[-1] == "renewal" else (*here, "basis")
            yield Fault(where, f"以{_BASES[rests]}为依据，但没有相应的填报部分。")


def validity(payload: Payload) -> Iterator[Fault]:
    for key, route in routes(payload).items():
        name = text(route.get("validity_policy"))
        if policy_units().get(name) != "months":
            reason = "不是以月计的期限" if name in policy_units() else "没有这个政策参数"
            yield Fault(("routes", key, "validity_policy"), f"{name}：{reason}。")


def letters(payload: Payload) -> Iterator[Fault]:
    """One of each for every route, none twice, none that numbers something else."""
    given, named = table(payload.get("letters")), routes(payload)
    for key in named:
        if key not in given:
            yield Fault(("letters", key), "缺少这个方式的编号字母。")
    for key in given:
        if key not in named:
            yield Fault(("letters", key), "没有这个申报方式。")
    for kind in ("filing", "authorization"):
        taken = dict(_TAKEN) if kind == "filing" else {}
        for key, pair in given.items():
            letter = text(table(pair).get(kind))
            if letter in taken:
                yield Fault(("letters", key, kind), f"字母 {letter} 已用于 {taken[letter]}。")
            if letter:
                taken[letter] = key


def checklists(payload: Payload) -> Iterator[Fault]:
    """A list for every stage that has one and is used, and for no other."""
    given, passed = table(payload.get("checklists")), used(payload, "stages")
    asking = {room.key for room in rooms(payload) if room.has_checklist}
    for key in sorted(asking - given.keys()):
        yield Fault(("checklists", key), "缺少这个环节的核对清单。")
    for key in sorted(given.keys() - asking):
        known = key in passed
        yield Fault(("checklists", key), "这个环节没有核对清单。" if known else "没有方式经过这个环节。")


def reasons(payload: Payload) -> Iterator[Fault]:
    """A code means one thing in the whole programme."""
    seen: set[str] = set()
    for verb, entries in table(payload.get("reasons")).items():
        for n, entry in enumerate(rows(entries)):
            code = text(table(entry).get("code"))
            if code in seen:
                yield Fault(("reasons", verb, n, "code"), f"理由编码 {code} 重复。")
            if code:
                seen.add(code)


def once(payload: Payload) -> Iterator[Fault]:
    """No key twice in a list of entries."""
    lists: dict[tuple[str, ...], Any] = {
        ("checklists", key): entries for key, entries in table(payload.get("checklists")).items()
    }
    lists |= {("routes", key, "evidence"): route.get("evidence") for key, route in routes(payload).items()}
    for path, entries in lists.items():
        seen: set[str] = set()
        for n, entry in enumerate(rows(entries)):
            key = text(table(entry).get("key"))
            if key in seen:
                yield Fault((*path, n, "key"), f"“{key}”重复。")
            if key:
                seen.add(key)


def told_apart(payload: Payload) -> Iterator[Fault]:
    """People tell things apart by their names: no two of one list are called the same."""
    lists: dict[tuple[str, ...], tuple[Any, str]] = {
        ("routes",): (routes(payload), "label"),
        ("stages",): (payload.get("stages"), "label"),
        ("sectors",): (payload.get("sectors"), "label"),
        ("desks",): (payload.get("desks"), "name"),
    }
    lists |= {("checklists", key): (entries, "text") for key, entries in table(payload.get("checklists")).items()}
    lists |= {("reasons", key): (entries, "text") for key, entries in table(payload.get("reasons")).items()}
    lists |= {("routes", key, "evidence"): (route.get("evidence"), "label") for key, route in routes(payload).items()}
    for path, (entries, name) in lists.items():
        seen: set[str] = set()
        for key, entry in table(entries).items() if isinstance(entries, dict) else enumerate(rows(entries)):
            said = text(table(entry).get(name))
            if said in seen:
                yield Fault((*path, key, name), f"“{said}”重复，人们会分不清。")
            if said:
                seen.add(said)


def texts(payload: Payload) -> Iterator[Fault]:
    """Every text that a stage or section has people sign or confirm, and no other."""
    wanted = {"commitment": "提交时"}
    wanted |= {key: part.title for part in parts(payload) for key in part.texts}
    wanted |= {key: room.label for room in rooms(payload) for key in room.texts}
    given = table(payload.get("texts"))
    for key in sorted(wanted.keys() - given.keys()):
        yield Fault(("texts", key), f"缺少“{wanted[key]}”要用的文本。")
    for key in sorted(given.keys() - wanted.keys()):
        yield Fault(("texts", key), "没有环节或部分用到这份文本。")


def sectors(payload: Payload) -> Iterator[Fault]:
    for key, entry in table(payload.get("sectors")).items():
        if key not in sector_keys():
            yield Fault(("sectors", key), "没有这个领域。")
            continue
        for n, scheme in enumerate(names(table(entry).get("industries"))):
            if scheme not in industry_schemes(key):
                yield Fault(("sectors", key, "industries", n), f"参考数据中没有这个领域的产业体系“{scheme}”。")


def indicators(payload: Payload) -> Iterator[Fault]:
    if text(payload.get("indicator_scheme")) not in scheme_keys():
        yield Fault(("indicator_scheme",), f"没有名为 {payload.get('indicator_scheme')} 的指标体系。")


def papers(payload: Payload) -> Iterator[Fault]:
    """The papers that name what is granted; an agreement's where there is one."""
    given = table(payload.get("papers"))
    signed = "agreement" in {key for room in rooms(payload) for key in room.texts}
    for key in sorted(given.keys() - paper_kinds().keys()):
        yield Fault(("papers", key), "没有这种文书。")
    for key, needed in paper_kinds().items():
        wanted = signed if key == "agreement" else needed
        if wanted and key not in given:
            yield Fault(("papers", key), "缺少这种文书的标题和文字。")
        if key == "agreement" and key in given and not signed:
            yield Fault(("papers", key), "没有方式签署协议，请删除。")


RULES: tuple[Callable[[Payload], Iterator[Fault]], ...] = (
    place, sections, basis, validity, letters, checklists, reasons, once, told_apart, texts, desks, sectors, indicators, papers,
)  # fmt: skip
