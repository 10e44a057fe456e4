"""Numbers, sources and secrets that are not what the plan announced, with the code each ends in."""

import pytest

from tests.supervision.draws.files import DICE, SECRET, VALUES, Files, canonical, dice, person, plan, sha256, thing
from tests.supervision.draws.test_refusals import SOURCE, TEAM, code, less


def values(fmt: str, value) -> str:
    return code(Files(dice(sources=[{"id": "d", "fmt": fmt}]), values={"d": value}))


@pytest.mark.parametrize(
    ("fmt", "value"),
    [
        ("D1", "0"),
        ("D20", "01234567890123456789"),
        ("H64", "0123456789abcdef" * 4),
        ("S1/1", "01"),
        ("S6/33", "01-02-03-04-05-33"),
        ("S6/33+S1/16", "01-02-03-04-05-33+16"),
        ("S5/35+S2/12", "31-32-33-34-35+11-12"),
        ("D3+H2+S1/9", "007+ff+09"),
        ("S99/99", "-".join(f"{number:02d}" for number in range(1, 100))),
    ],
)
def test_values_as_their_formats_say(fmt, value):
    assert values(fmt, value) == ""


@pytest.mark.parametrize(
    ("fmt", "value"),
    [
        ("D3", ""),
        ("D3", "41"),
        ("D3", "4170"),
        ("D3", " 417"),
        ("D3", "417\n"),
        ("D3", "４１７"),
        ("D3", "٤١٧"),
        ("D3", "4-7"),
        ("D3", 417),
        ("D3", ["4", "1", "7"]),
        ("D3", None),
        ("H4", "00FF"),
        ("H4", "00fg"),
        ("H4", "00f"),
        ("S3/80", "01-02"),
        ("S3/80", "01-02-03-04"),
        ("S3/80", "02-01-03"),
        ("S3/80", "01-01-02"),
        ("S3/80", "00-01-02"),
        ("S3/80", "01-02-81"),
        ("S3/80", "1-2-3"),
        ("S3/80", "01-02-003"),
        ("S3/80", "01 02 03"),
        ("S3/80", "01-02-03-"),
        ("S3/80", "０１-02-03"),
        ("S6/33+S1/16", "01-02-03-04-05-33"),
        ("S6/33+S1/16", "01-02-03-04-05-33+17"),
        ("S6/33+S1/16", "01-02-03-04-05-33+16+01"),
        ("D1+D1", "11"),
        ("D2", "1+1"),
    ],
)
def test_values_otherwise_than_their_format_are_refused(fmt, value):
    assert values(fmt, value) == "VALUE"


@pytest.mark.parametrize(
    "fmt",
    ["", "D", "D0", "D03", "d3", "D3 ", " D3", "D-3", "D3+", "+D3", "D3++D3", "D3,D3", "X3", "H", "H0", "S20", "S/80",
     "S20/", "S0/80", "S20/0", "S81/80", "S20/100", "S020/80", "S20/80/1", "D３", "D3\n", "D" + "9" * 5000],
)  # fmt: skip
def test_a_malformed_format_is_a_bad_source(fmt):
    assert values(fmt, "3") == "SOURCE"


@pytest.mark.parametrize("name", ["", "a" * 65, "福彩", "fc 3d", "fc=3d", "fc\n3d", "fc|3d"])
def test_a_malformed_id_is_a_bad_source(name):
    assert code(Files(dice(sources=[{"id": name, "fmt": "D3"}]), values={name: "417"})) == "SOURCE"


def test_one_source_cannot_be_named_twice():
    assert code(Files(dice(sources=[SOURCE, SOURCE]), values=DICE)) == "SOURCE"


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"fc.3d": "417"},
        {**VALUES, "drand": "00"},
        {**VALUES, "fc.kl8 ": VALUES["fc.kl8"]},
        [],
        None,
        "417",
        list(VALUES),
    ],
)
def test_values_must_be_exactly_those_of_the_announced_sources(given):
    assert code(Files(values=given)) == "VALUE"


SEALED = plan(secret_commit=sha256(b"TFMP-SECRET-1|" + SECRET.encode()))


@pytest.mark.parametrize("secret", [None, "", SECRET[:-1], SECRET + " ", SECRET.upper(), 5, [SECRET], "\ud800"])
def test_a_sealed_draw_needs_its_secret(secret):
    assert code(Files(SEALED, secret=SECRET)) == ""
    assert code(Files(SEALED, secret=secret)) == "SECRET"


def test_a_secret_that_was_never_announced_is_refused():
    assert code(Files(secret=SECRET)) == "SECRET"
    assert code(Files(secret="")) == ""


def test_the_first_check_that_fails_names_the_refusal():
    """One fault after the other is put right; the faults are those of the table, in its order."""
    objects: list = [canonical(thing("O1", "Z"))]
    inspectors: list = [b"\n"]
    bad = plan(alg="X", team={**TEAM, "size": 1}, secret_commit="00", objects_sha256="00", inspectors_sha256="00")
    bad["sources"] = [{"id": "d", "fmt": "D0"}]
    files = Files(bad, objects, inspectors, values={})
    seen = []

    def now(change) -> None:
        change()
        seen.append(code(files))

    document = dict(bad)
    now(lambda: setattr(files, "plan", canonical(document) + b"\xff"))
    now(lambda: setattr(files, "plan", canonical(less(document, "team")) + b"\n"))
    now(lambda: setattr(files, "plan", less(document, "team")))
    now(lambda: setattr(files, "plan", document))
    now(lambda: document.update(alg="TFMP-DRAW-1"))
    now(lambda: document.pop("objects_sha256"))
    now(lambda: document.pop("inspectors_sha256"))
    now(lambda: objects.__setitem__(0, b" " + canonical(thing("O1", "Z")) + b"\n"))
    now(lambda: objects.__setitem__(0, less(thing("O1", "Z"), "excl")))
    now(lambda: objects.__setitem__(slice(None), [thing("O1", "Z"), thing("O1", "Z")]))
    now(lambda: objects.__setitem__(slice(None), [thing("O1", "Z")]))
    now(lambda: inspectors.__setitem__(slice(None), [person("P2"), person("P1")]))
    now(lambda: inspectors.reverse())
    now(lambda: objects.__setitem__(slice(None), [thing("O1")]))
    now(lambda: document.update(team=TEAM))
    now(lambda: setattr(files, "values", DICE))
    now(lambda: document.update(sources=[{"id": "d", "fmt": "D19"}]))
    now(lambda: document.update(sources=[SOURCE]))
    now(lambda: document.update(secret_commit=""))
    assert seen == [
        "FORMAT", "CANON", "SCHEMA", "ALG", "COMMIT", "COMMIT", "FORMAT", "CANON", "SCHEMA", "ORDER", "FORMAT", "ORDER",
        "STRATA", "TEAM", "VALUE", "SOURCE", "VALUE", "SECRET", "",
    ]  # fmt: skip
