"""The published cases of TFMP-DRAW-1 (../shared/draw), byte for byte: in this process and through the command."""

import json
from pathlib import Path

import pytest

from supervision.draws.algorithm.selection import Refusal, draw
from supervision.draws.algorithm.verifier import verify_folder

CASES = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_published_case_gives_its_result_or_its_refusal(case, tmp_path):
    files = [case[name].encode() for name in ("plan", "objects", "inspectors")]
    try:
        drawn = draw(*files, case["values"], case.get("secret"))
        found = {"result_sha256": drawn.sha256}
        assert drawn.result == case.get("result", drawn.result)
    except Refusal as refusal:
        found = {"error": refusal.code}
    assert found == case["expect"]

    for name, data in zip(("plan.json", "objects.jsonl", "inspectors.jsonl"), files, strict=True):
        (tmp_path / name).write_bytes(data)
    given = {"values": case["values"]} | ({"secret": case["secret"]} if "secret" in case else {})
    (tmp_path / "values.json").write_text(json.dumps(given), encoding="utf-8")
    if "error" in case["expect"]:
        with pytest.raises(Refusal) as caught:
            verify_folder(tmp_path)
        assert caught.value.code == case["expect"]["error"]
    else:
        assert verify_folder(tmp_path).sha256 == case["expect"]["result_sha256"]


def test_every_published_result_is_among_the_cases():
    assert sum("result" in case for case in CASES) == 6
    assert {case["expect"]["error"] for case in CASES if "error" in case["expect"]} == {
        "COMMIT", "VALUE", "SECRET", "CANON", "TEAM",
    }  # fmt: skip
