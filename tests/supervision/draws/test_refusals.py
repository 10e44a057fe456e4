"""What is refused, with which code, and that the first check that fails names it (trust A.3, A.5; draw/README)."""

import json

import pytest

from supervision.draws.algorithm.refusal import CODES
from supervision.draws.algorithm.selection import Refusal, draw
from tests.supervision.draws.files import DICE, Files, canonical, dice, plan, sha256


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


def test_the_plan_s_own_keys_may_be_spelled_in_chinese_values_but_not_escaped():
    assert code(changed(title="天府名品🌶")) == ""
    assert code(spelled("天府", "\\u5929府", changed(title="天府名品"))) == "CANON"
