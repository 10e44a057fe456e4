"""What is refused, with which code, and that the first check that fails names it (trust A.3, A.5; draw/README)."""

import json

import pytest

from supervision.draws.algorithm import Refusal, draw
from supervision.draws.refusal import CODES
from tests.supervision.draws.files import DICE, SECRET, VALUES, Files, canonical, dice, person, plan, sha256, thing


def code(files: Files) -> str:
    try:
        draw(*files.arguments())
    except Refusal as refusal:
        return refusal.code if refusal.code in CODES and refusal.sentence.endswith("。") else "not a published refusal"
    return ""


def spelled(old: str, new: str, files: Files | None = None) -> Files:
    """The plan's text with one piece spelled otherwise."""
    files = files or Files()
    text = files.plan_text()
    assert text.count(old) == 1
    return files.with_plan(text.replace(old, new).encode())


def changed(**keys) -> Files:
    return Files(plan(**keys))


def without(key: str) -> Files:
    document = json.loads(Files().plan_text())
    del document[key]
    return Files(canonical(document))


def strata(**change) -> Files:
    return changed(
        strata=[{"key": "A", "num": 1, "den": 4, "min": 1, **change}, {"key": "B", "num": 1, "den": 1, "min": 0}]
    )


def less(row: dict, key: str) -> dict:
    return {name: value for name, value in row.items() if name != key}


STRATUM = {"key": "A", "num": 1, "den": 4, "min": 1}
TEAM = {"size": 2, "region": "same", "max_load": 0}
SOURCE = {"id": "d", "fmt": "D20"}


def test_a_sound_draw_is_not_refused():
    assert code(Files()) == ""
    assert code(Files(dice(), values=DICE)) == ""


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"nothing",
        b"\xff\xfe{}",
        b"\xef\xbb\xbf{}",  # a byte order mark
        b"{}{}",
        b"{'a':1}",
        b'{"a":1,}',
        b'{"a":[1,]}',
        b'{"a" 1}',
        b'{"a":}',
        b"{1:2}",
        b'{"a":1}]',
        b'["a"',
        b'{"a":"\xed\xa0\x80"}',  # half a character, encoded
        b'{"a":"\\ud800"}',  # half a character, escaped
        b'{"a":"\\udc00\\ud800"}',
        b'{"a":"\\x41"}',
        b'{"a":"\\u00"}',
        b'{"a":"\n"}',
        b'{"a":"',
        b'{"a":1.0}',
        b'{"a":1e3}',
        b'{"a":1E400}',
        b'{"a":01}',
        b'{"a":+1}',
        b'{"a":.5}',
        b'{"a":-}',
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":-Infinity}',
        b'{"a":1000000000000000}',  # 16 digits
        b'{"a":-1000000000000000}',
        b'{"a":' + b"9" * 100_000 + b"}",
        b'{"a":true}',
        b'{"a":null}',
        b'{"a":{"b":[{"c":false}]}}',
        '{"名":1}'.encode(),
        '{"a":{"名":1}}'.encode(),
        "{\u00a0}".encode(),
        b"[" * 100_000,
        b'{"a":' * 100_000,
    ],
)
def test_a_plan_that_is_not_json_of_text_integers_lists_and_objects_is_no_format(data):
    assert code(Files(data)) == "FORMAT"


@pytest.mark.parametrize(
    "data",
    [
        b"[]",
        b'"text"',
        b"12",
        b"[" * 100_000 + b"]" * 100_000,
        b" {}",
        b"{}\n",
        b"{} ",
        b'{"a": 1}',
        b'{"a":[1, 2]}',
        b'{"b":1,"a":1}',
        b'{"a":1,"a":1}',
        b'{"a":{"y":1,"x":1}}',
        b'{"a":-0}',
        b'{"a":"\\u0041"}',
        b'{"a":"\\/"}',
        b'{"a":"\\u000a"}',  # has a short form
        b'{"a":"\\u001F"}',  # upper case
        b'{"a":"\\u007f"}',
        b'{"a":"\\ud83c\\udf36"}',
        b'{"\\u0061":1}',
    ],
)
def test_a_plan_spelled_otherwise_than_its_canonical_form_is_not_canonical(data):
    assert code(Files(data)) == "CANON"


@pytest.mark.parametrize(
    "data",
    [
        b"{}",
        b'{"a":-999999999999999}',
        b'{"a":"\\u001f\\b\\t\\n\\f\\r\\"\\\\"}',
        '{"a":"/\x7f\u2028\u00e9e\u0301🌶"}'.encode(),  # nothing is normalised, nothing escaped that need not be
        b'{"A":1,"a":1}',
        b'{"":1,"a":{"x":[],"y":{}}}',
        b'{"a":' + b"[" * 5000 + b"]" * 5000 + b"}",
    ],
)
def test_a_canonical_object_without_the_keys_is_no_plan(data):
    assert code(Files(data)) == "SCHEMA"


@pytest.mark.parametrize(
    "key", ["alg", "id", "objects_sha256", "inspectors_sha256", "strata", "sources", "secret_commit", "team"]
)
def test_each_required_key_of_the_plan_must_be_there_and_of_its_type(key):
    assert code(without(key)) == "SCHEMA"
    assert code(changed(**{key: 5})) == "SCHEMA"
    assert code(changed(**{key: "x" if key in ("strata", "sources", "team") else ["x"]})) == "SCHEMA"


@pytest.mark.parametrize(
    "keys",
    [
        {"strata": ["A"]},
        {"strata": [less(STRATUM, "key")]},
        {"strata": [less(STRATUM, "num")]},
        {"strata": [less(STRATUM, "den")]},
        {"strata": [less(STRATUM, "min")]},
        {"strata": [{**STRATUM, "key": 1}]},
        {"sources": [["d", "D20"]]},
        {"sources": [less(SOURCE, "id")]},
        {"sources": [less(SOURCE, "fmt")]},
        {"sources": [{**SOURCE, "fmt": 20}]},
        {"team": less(TEAM, "size")},
        {"team": less(TEAM, "region")},
        {"team": less(TEAM, "max_load")},
        {"team": {**TEAM, "size": "2"}},
        {"team": {**TEAM, "max_load": []}},
    ],
)
def test_what_stands_inside_the_plan_must_be_there_too(keys):
    assert code(changed(**keys)) == "SCHEMA"


def test_further_keys_of_the_plan_are_allowed_and_hashed():
    more = changed(title="抽查", register={"size": 7, "root": "00"}, fallback="下一期", rules_url="", authority="局")
    assert code(more) == ""
    assert draw(*more.arguments()).result["plan_sha256"] != draw(*Files().arguments()).result["plan_sha256"]


def test_another_algorithm_is_refused():
    assert code(changed(alg="TFMP-DRAW-2")) == "ALG"
    assert code(changed(alg="tfmp-draw-1")) == "ALG"
    assert code(changed(alg="")) == "ALG"


def test_the_hash_of_each_directory_must_be_the_plan_s():
    assert code(changed(objects_sha256="0" * 64)) == "COMMIT"
    assert code(changed(inspectors_sha256="0" * 64)) == "COMMIT"
    objects = Files().bytes()[1]
    assert code(changed(objects_sha256=sha256(objects).upper())) == "COMMIT"
    assert code(changed(objects_sha256="")) == "COMMIT"


GOOD = thing("O1")
LINE = canonical(GOOD)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([b"\n"], "FORMAT"),
        ([GOOD, b"\n"], "FORMAT"),
        ([LINE], "FORMAT"),  # the last line does not end
        ([GOOD, canonical(thing("O2"))], "FORMAT"),
        ([LINE.replace(b'"O1"', b"1.5") + b"\n"], "FORMAT"),
        ([LINE.replace(b"510100", b"51\xff") + b"\n"], "FORMAT"),
        ([LINE.replace(b'"A"', b"null") + b"\n"], "FORMAT"),
        ([b"\xef\xbb\xbf" + LINE + b"\n"], "FORMAT"),
        ([LINE + LINE + b"\n"], "FORMAT"),
        ([LINE + b"\r\n"], "CANON"),
        ([b" " + LINE + b"\n"], "CANON"),
        ([b"[]\n"], "CANON"),
        ([b'"O1"\n'], "CANON"),
        ([LINE.replace(b"A", b"\\u0041") + b"\n"], "CANON"),
        ([LINE.replace(b'{"excl":"",', b'{"excl":"","excl":"",') + b"\n"], "CANON"),
        ([less(GOOD, "excl")], "SCHEMA"),
        ([less(GOOD, "need")], "SCHEMA"),
        ([{**GOOD, "name": "公司"}], "SCHEMA"),
        ([{**GOOD, "id": ""}], "SCHEMA"),
        ([{**GOOD, "id": "O" * 65}], "SCHEMA"),
        ([{**GOOD, "id": "O 1"}], "SCHEMA"),
        ([{**GOOD, "id": "O1\n"}], "SCHEMA"),
        ([{**GOOD, "id": "企业"}], "SCHEMA"),
        ([{**GOOD, "id": "１"}], "SCHEMA"),
        ([{**GOOD, "id": 1}], "SCHEMA"),
        ([{**GOOD, "need": "食品"}], "SCHEMA"),
        ([{**GOOD, "need": ["食品", 1]}], "SCHEMA"),
        ([{**GOOD, "need": [["食品"]]}], "SCHEMA"),
        ([{**GOOD, "region": 510100}], "SCHEMA"),
        ([{**GOOD, "stratum": []}], "SCHEMA"),
        ([{**GOOD, "excl": 0}], "SCHEMA"),
        ([thing("O1"), thing("O1")], "ORDER"),
        ([thing("O2"), thing("O1")], "ORDER"),
        ([thing("a"), thing("B")], "ORDER"),  # bytes: capital letters first
        ([thing("O2"), thing("O10")], "ORDER"),
        ([thing("O1", excl="X"), thing("O1")], "ORDER"),
        ([thing("O1", "Z")], "STRATA"),
        ([thing("O1", "Z", excl="SUSPENDED")], "STRATA"),
        ([thing("O1", "a")], "STRATA"),
    ],
)
def test_a_line_of_the_objects_file_that_does_not_hold(rows, expected):
    assert code(Files(objects=rows)) == expected


ABLE = person("P1")
WHO = canonical(ABLE)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([WHO], "FORMAT"),
        ([b"\n"], "FORMAT"),
        ([WHO.replace(b'"lead":1', b'"lead":true') + b"\n"], "FORMAT"),
        ([WHO + b"\r\n"], "CANON"),
        ([b"{ }\n"], "CANON"),
        ([b"{}\n"], "SCHEMA"),
        ([less(ABLE, "recuse")], "SCHEMA"),
        ([{**ABLE, "name": "张三"}], "SCHEMA"),
        ([{**ABLE, "id": "张三"}], "SCHEMA"),
        ([{**ABLE, "areas": "51"}], "SCHEMA"),
        ([{**ABLE, "areas": [51]}], "SCHEMA"),
        ([{**ABLE, "tags": [{}]}], "SCHEMA"),
        ([{**ABLE, "recuse": ["张三的公司"]}], "SCHEMA"),
        ([{**ABLE, "lead": 2}], "SCHEMA"),
        ([{**ABLE, "avail": -1}], "SCHEMA"),
        ([{**ABLE, "lead": "1"}], "SCHEMA"),
        ([{**ABLE, "home": []}], "SCHEMA"),
        ([person("P1"), person("P1")], "ORDER"),
        ([person("P2"), person("P1")], "ORDER"),
    ],
)
def test_a_line_of_the_inspectors_file_that_does_not_hold(rows, expected):
    assert code(Files(inspectors=rows)) == expected


@pytest.mark.parametrize(
    "change",
    [{"num": -1}, {"den": -4}, {"min": -1}, {"den": 0}, {"num": "1"}, {"den": []}, {"min": {}}, {"key": "B"}],
)
def test_a_stratum_that_cannot_be_computed_is_refused(change):
    assert code(strata(**change)) == "STRATA"


def test_a_stratum_may_draw_nobody_and_may_ask_for_more_than_there_are():
    assert code(strata(num=0, min=0)) == ""
    assert code(strata(num=5, den=4)) == ""
    assert code(strata(min=999_999_999_999_999)) == ""


@pytest.mark.parametrize(
    "change", [{"size": 1}, {"size": 0}, {"size": -2}, {"region": "other"}, {"region": ""}, {"max_load": -1}]
)
def test_a_team_is_two_or_more_by_one_of_two_rules(change):
    assert code(changed(team={**TEAM, **change})) == "TEAM"


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


def test_the_plan_s_own_keys_may_be_spelled_in_chinese_values_but_not_escaped():
    assert code(changed(title="天府名品🌶")) == ""
    assert code(spelled("天府", "\\u5929府", changed(title="天府名品"))) == "CANON"
