"""Random draws, sound ones and ones with a single fault of any kind, for the comparisons with the oracle and with Node."""

import random
from collections.abc import Callable

from tests.supervision.draws.files import DICE, SECRET, Files, canonical, person, plan, sha256, thing

TAGS = [
    "食品",
    "白酒",
    "茶",
    "🌶",
    "e\u0301",
    "\u00e9",
    'a"b',
    "\\",
    "\u2028",
    "\x7f",
    "\t",
    "",
    "NO_LEAD",
    "__proto__",
    "constructor",
]
REGIONS = ["510100", "510105", "510700", "511300", "500000", "51", ""]
AREAS = ["51", "5101", "5107", "510105", "50", "", "511300"]
KEYS = ["A", "B", "5101-A", "甲", "__proto__", ""]
FORMATS = {
    "D3": "007",
    "D20": "01234567890123456789",
    "H64": "0f" * 32,
    "S20/80": "-".join(f"{number:02d}" for number in range(3, 80, 4)),
    "S6/33+S1/16": "01-02-03-31-32-33+16",
    "D1+H2": "4+ab",
}


def _ids(chance: random.Random, most: int, prefix: str) -> list[str]:
    names = {
        f"{prefix}{chance.choice(['', '-', '.', '_', 'a', 'Z'])}{chance.randrange(10 ** chance.randint(1, 6))}"
        for _ in range(most)
    }
    return sorted(names)


def sound(chance: random.Random) -> Files:
    """A draw that holds: every rule of strata, teams, sources and secret by chance."""
    keys = chance.sample(KEYS, chance.randint(1, 4))
    objects = _ids(chance, chance.choice([0, 1, 5, 20, 40]), "9")
    rows = [
        thing(
            name,
            chance.choice(keys),
            chance.choice(REGIONS),
            tuple(chance.choices(TAGS, k=chance.choice([0, 0, 1, 1, 2, 3]))),
            chance.choice(["", "", "", "", "SUSPENDED", "停"]),
        )
        for name in objects
    ]
    people = [
        person(
            name,
            chance.randint(0, 1),
            chance.sample(AREAS, chance.randint(0, 3)),
            chance.sample(TAGS, chance.randint(0, 8)),
            chance.choice(AREAS),
            sorted(chance.sample(objects, min(len(objects), chance.choice([0, 0, 1, 3])))),
            int(chance.random() < 0.85),
        )
        for name in _ids(chance, chance.choice([0, 2, 6, 15, 30]), "P")
    ]
    formats = chance.sample(sorted(FORMATS), chance.randint(0, 3))
    secret = SECRET if chance.random() < 0.3 else None
    document = plan(
        title=chance.choice(["抽查🌶", "\u2028\x1f\\", ""]),
        secret_commit=sha256(f"TFMP-SECRET-1|{secret}".encode()) if secret else "",
        sources=[{"id": f"s.{number}", "fmt": fmt} for number, fmt in enumerate(formats)],
        strata=[
            {
                "key": key,
                "num": chance.choice([0, 1, 3, 10, 999_999_999_999_999]),
                "den": chance.choice([1, 3, 10, 100, 999_999_999_999_999]),
                "min": chance.choice([0, 1, 3, 50]),
            }
            for key in keys
        ],
        team={
            "size": chance.choice([2, 2, 2, 3, 5]),
            "region": chance.choice(["same", "same", "cross"]),
            "max_load": chance.choice([0, 0, 1, 2, 5]),
        },
    )
    return Files(document, rows, people, {f"s.{number}": FORMATS[fmt] for number, fmt in enumerate(formats)}, secret)


def _plan(**changes) -> Callable[[Files], None]:
    return lambda files: files.plan.update(changes)


def _of_plan(key: str, /, **changes) -> Callable[[Files], None]:
    """Changes to one object inside the plan, or to its first item."""

    def change(files: Files) -> None:
        row = files.plan[key]
        (row if isinstance(row, dict) else row[0] if row else {}).update(changes)

    return change


def _text(old: bytes, new: bytes) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        files.plan = files.bytes()[0].replace(old, new, 1)

    return change


def _line(which: str, old: bytes, new: bytes) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        rows = getattr(files, which)
        if rows:
            place = len(rows) // 2
            rows[place] = (canonical(rows[place]) + b"\n").replace(old, new, 1)

    return change


def _row(which: str, /, **changes) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        rows = getattr(files, which)
        if rows:
            rows[-1] = {**rows[-1], **changes}

    return change


def _swap(files: Files) -> None:
    for rows in (files.objects, files.inspectors):
        rows.reverse()


def _twice(files: Files) -> None:
    files.objects += files.objects[-1:]


def _lost(files: Files) -> None:
    files.values.pop(next(iter(files.values), ""), None)


def _late(files: Files) -> None:
    """The directory is changed after the plan was hashed."""
    files.plan = files.bytes()[0]
    files.objects = [*files.objects, thing("zzz", "A")]


def _value(value: object) -> Callable[[Files], None]:
    return lambda files: files.values.update(dict.fromkeys(list(files.values)[:1], value))


FAULTS: list[Callable[[Files], None]] = [
    *(_plan(**{key: value}) for key in ("alg", "id", "strata", "sources", "team", "secret_commit") for value in (7, [], {}, "x")),
    *(_plan(**{key: "00"}) for key in ("objects_sha256", "inspectors_sha256", "secret_commit")),
    *(_of_plan("strata", **{key: value}) for key in ("num", "den", "min") for value in (-1, "1", 0, [])),
    *(_of_plan("strata", key=value) for value in (1, "新", "B")),
    *(_of_plan("team", size=value) for value in (1, 0, -5, "2", [])),
    *(_of_plan("team", region=value) for value in ("", "both", 1)),
    *(_of_plan("team", max_load=value) for value in (-1, "0", {})),
    *(_of_plan("sources", fmt=value) for value in ("", "D0", "S81/80", "D3+", "d3", "D４", 3, "S9/9", "D999", "D1000")),
    *(_of_plan("sources", id=value) for value in ("", "s 0", "s.0\n", "甲", 3, "a" * 65)),
    *(_text(old, new) for old, new in [(b"{", b"{ "), (b'"', b"'"), (b"}", b"},"), (b":0", b":00"), (b":0", b":-0"), (b":2", b":2.0")]),
    *(_text(b":1", b":" + new) for new in (b"null", b"true", b"NaN", b"1e0", b"9" * 16, b"9" * 5000, b"[" * 3000, b"-Infinity")),
    *(_text(b"TFMP", new) for new in (b"\\u0054FMP", b"\\ud800", b"\xff", b"\xed\xa0\x80", "Ｔ".encode(), b"\x00", b"\\u0000")),
    *(_text(b'{"alg"', new) for new in (b'\xef\xbb\xbf{"alg"', b'{"alg":"x","alg"', b'{"zz":1,"alg"', b'[{"alg"', '{"名":1,"alg"'.encode())),
    *(_line(which, old, new) for which in ("objects", "inspectors") for old, new in [
        (b"\n", b""), (b"\n", b"\r\n"), (b"\n", b"\n\n"), (b":", b": "), (b'"id":"', b'"id":"\\u0041'), (b'"id":"', b'"id":"\xff'),
        (b'"id":"', b'"id":7,"ie":"'), (b"{", b"["), (b'["', b'["\\ud83c\\udf36'), (b"[", b"[1,"), (b"{", b"{}\n{"),
    ]),
    *(_row("objects", **{key: value}) for key in ("excl", "need", "region", "stratum") for value in (1, [1], {}, "X")),
    *(_row("inspectors", **{key: value}) for key in ("areas", "avail", "home", "lead", "recuse", "tags") for value in (2, [1], {}, "X", ["甲"])),
    *(_row(which, id=value) for which in ("objects", "inspectors") for value in ("", "zzz zzz", "zzz\n", "甲", 1, "z" * 65, "z" * 64)),
    _row("objects", name="x"), _swap, _twice, _lost, _late,
    *(_value(value) for value in ("", "1", 7, None, "００７", "007 ", [], "0" * 20)),
    lambda files: files.values.update(zz="1"),
    lambda files: setattr(files, "values", None),
    *(lambda files, secret=secret: setattr(files, "secret", secret) for secret in ("", "x", 5, None, SECRET)),
]  # fmt: skip


def drawn_by_lot(seed: int) -> Files:
    """The draw of this number: one in three is sound, the others have one fault."""
    chance = random.Random(seed)
    files = sound(chance)
    if seed % 3:
        FAULTS[(seed // 3 * 2 + seed % 3 - 1) % len(FAULTS)](files)
    return files


assert DICE["d"] == FORMATS["D20"]
