"""Lines of the two directories, strata and teams that do not hold, with the code each ends in."""

import pytest

from tests.supervision.draws.files import Files, canonical, person, thing
from tests.supervision.draws.test_refusals import TEAM, changed, code, less, strata

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
