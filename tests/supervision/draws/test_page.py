"""The re-run in Chromium: the published cases, the page as one file from a disk, one ticket by hand, speed."""

import base64
import json
import re
import subprocess

import pytest
from django.core.management import CommandError, call_command
from playwright.sync_api import Page, expect

from supervision.draws.algorithm import words
from supervision.draws.algorithm.page import LARGEST, one_file
from supervision.draws.algorithm.selection import draw
from tests.architecture.source import ROOT
from tests.some import some
from tests.supervision.draws import node
from tests.supervision.draws.files import DICE, Files, dice, person, thing
from tests.supervision.draws.test_browser_copy import large
from tests.supervision.draws.test_vectors import CASES

NAMES = ("plan", "objects", "inspectors", "values")
RERUN = """async ({ address, draws }) => {
  const module = await import(address);
  const bytes = (text) => Uint8Array.from(atob(text), (unit) => unit.charCodeAt(0));
  const found = [];
  for (const draw of draws) {
    const files = Object.fromEntries(Object.entries(draw).map(([name, text]) => [name, bytes(text)]));
    const begin = performance.now();
    const report = await module.verify(files);
    found.push({ end: report.drawn?.sha256 ?? report.code, seconds: (performance.now() - begin) / 1000 });
  }
  return { secure: Boolean(crypto.subtle), found };
}"""


def small() -> Files:
    things = [thing(f"91510100000000000{number}", "AB"[number % 2], "510100", ("白酒",)) for number in range(8)]
    people = [person(f"SC2300010{number}", number % 2, tags=["白酒"]) for number in range(6)]
    return Files(dice(), things, people, DICE)


def contents(files: Files) -> dict[str, bytes]:
    return {**dict(zip(NAMES, node.four_files(files), strict=True)), "result": draw(*files.arguments()).canonical}


def opened(browser_context, tmp_path, page: bytes, width: int = 1280) -> Page:
    """The page from a folder on disk, without a network."""
    (tmp_path / "抽查.html").write_bytes(page)
    context = browser_context(viewport={"width": width, "height": 900}, offline=True)
    tab = context.new_page()
    tab.on("pageerror", lambda error: pytest.fail(str(error)))
    tab.goto((tmp_path / "抽查.html").as_uri())
    return tab


def test_the_published_cases_and_twenty_thousand_objects_pass_in_chromium(browser_context, tmp_path):
    (tmp_path / "empty.html").write_text("<!DOCTYPE html>")
    tab = browser_context().new_page()
    tab.goto((tmp_path / "empty.html").as_uri())
    draws = [
        (*(case[name].encode() for name in NAMES[:3]), node.values_file(case["values"], case.get("secret")))
        for case in CASES
    ]
    draws += [node.four_files(large(20_000))] * 3
    encoded = [
        {name: base64.b64encode(data).decode() for name, data in zip(NAMES, four, strict=True)} for four in draws
    ]
    address = "data:text/javascript;base64," + base64.b64encode(node.MODULE.read_bytes()).decode()
    answer = tab.evaluate(RERUN, {"address": address, "draws": encoded})
    assert answer["secure"] is True
    found = answer["found"]
    expected = [case["expect"].get("result_sha256") or case["expect"]["error"] for case in CASES]
    assert [row["end"] for row in found[:-3]] == expected
    assert {row["end"] for row in found[-3:]} == {draw(*large(20_000).arguments()).sha256}
    # Other tests run on the same machine: one time of many must be undisturbed.
    times = [row["seconds"] for row in found[-3:]]
    while min(times) > 2 and len(times) < 20:
        times += [row["seconds"] for row in tab.evaluate(RERUN, {"address": address, "draws": encoded[-1:]})["found"]]
    assert min(times) <= 2


def test_the_page_works_as_one_file_from_a_disk(browser_context, assert_accessible, tmp_path):
    files = small()
    page = one_file(
        "双随机抽查 SC-2026-0001", contents(files), {"plan_sha256": draw(*files.arguments()).result["plan_sha256"]}
    )
    assert len(page) <= LARGEST
    tab = opened(browser_context, tmp_path, page)
    tab.get_by_role("button", name="在我的浏览器中重新计算").click()
    expect(tab.get_by_text("全部相符：您算出的结果与公布的一致。")).to_be_visible()
    drawn = draw(*files.arguments())
    steps = tab.locator("[data-steps] li")
    expect(steps).to_have_count(12)
    assert all(text.startswith("✓ 相符") for text in steps.all_inner_texts())
    expect(tab.locator("[data-picks] tr")).to_have_count(len(drawn.result["picks"]))
    first = drawn.result["picks"][0]
    tab.get_by_label("核对一个对象的号码").fill(first["object"])
    tab.get_by_role("button", name="核对", exact=True).click()
    expect(tab.locator("[data-answer]")).to_contain_text(f"号码是 {first['ticket']}")
    expect(tab.locator("[data-answer]")).to_contain_text("这个对象被抽中")
    assert_accessible(tab)
    # The line means what it says in any shell.
    done = subprocess.run(
        tab.locator("[data-line]").inner_text(), shell=True, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [first["ticket"], "-"]
    tab.get_by_label("核对一个对象的号码").fill("nobody")
    tab.get_by_role("button", name="核对", exact=True).click()
    expect(tab.locator("[data-answer]")).to_have_text("检查对象名录里没有这个编号。")


def test_a_result_that_was_not_drawn_is_shown_as_different(browser_context, tmp_path):
    given = contents(small())
    result = json.loads(given["result"])
    result["picks"][0]["object"] = "915101000000000009"
    page = one_file("抽查", {**given, "result": json.dumps(result).encode()})
    tab = opened(browser_context, tmp_path, page, width=390)
    tab.get_by_role("button", name="在我的浏览器中重新计算").click()
    expect(tab.get_by_text("重新计算的结果与公布的不一致。")).to_be_visible()
    expect(tab.locator("[data-steps] li.bad")).to_have_count(1)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_corrected_number_and_the_first_one_are_each_computed_to_their_own_result(browser_context, tmp_path):
    """Two results stand for one plan: the page confirms each of its own values, and tells one from the other."""
    right = contents(small())
    first = Files(dice(), small().objects, small().inspectors, {"d": "01234567890123456798"})
    wrong = contents(first)
    assert (wrong["plan"] == right["plan"], wrong["result"] == right["result"]) == (True, False)
    for files, said in (
        (right, "全部相符：您算出的结果与公布的一致。"),
        (wrong, "全部相符：您算出的结果与公布的一致。"),
        ({**right, "values": wrong["values"]}, "重新计算的结果与公布的不一致。"),
    ):
        tab = opened(browser_context, tmp_path, one_file("抽查", files))
        tab.get_by_role("button", name="在我的浏览器中重新计算").click()
        expect(tab.get_by_text(said)).to_be_visible()


def test_files_that_do_not_fit_are_given_by_the_visitor(browser_context, tmp_path):
    files = large(2000)
    given = contents(files)
    page = one_file("抽查", given)
    assert len(page) <= LARGEST and b"draw-files" not in page.replace(b'getElementById("draw-files")', b"")
    files.write(tmp_path)
    tab = opened(browser_context, tmp_path, page)
    tab.get_by_role("button", name="在我的浏览器中重新计算").click()
    expect(tab.get_by_text("还缺 plan.json、objects.jsonl、inspectors.jsonl、values.json。")).to_be_visible()
    tab.locator("#draw-chosen").set_input_files(
        [tmp_path / name for name in ("plan.json", "objects.jsonl", "inspectors.jsonl", "values.json")]
    )
    tab.get_by_role("button", name="在我的浏览器中重新计算").click()
    expect(tab.get_by_text(draw(*files.arguments()).sha256)).to_be_visible()


def test_a_refused_draw_says_what_does_not_hold(browser_context, tmp_path):
    given = contents(small())
    page = one_file("抽查", {**given, "objects": given["objects"] + b"\n"})
    tab = opened(browser_context, tmp_path, page)
    tab.get_by_role("button", name="在我的浏览器中重新计算").click()
    expect(tab.get_by_text("文件不成立，没有结果。")).to_be_visible()
    expect(tab.locator("[data-steps] li.bad")).to_contain_text("objects.jsonl 的 SHA-256")


def test_codes_are_told_in_the_same_words_on_the_page_and_by_the_platform(browser_context, tmp_path):
    """A drawn object without a team, and one that is excluded, say why."""
    things = [thing("O1", "A", need=("核能",)), thing("O2", "A", "990000"), thing("O3", "A", excl="CHECKED_180D")]
    files = Files(
        dice(strata=[{"key": "A", "num": 1, "den": 1, "min": 0}], team={"size": 2, "region": "same", "max_load": 1}),
        things,
        values=DICE,
    )
    tab = opened(browser_context, tmp_path, one_file("抽查", contents(files)))
    tab.get_by_role("button", name="在我的浏览器中重新计算").click()
    expect(tab.locator("[data-picks] tr")).to_have_count(2)
    cells = set(tab.locator("[data-picks] td:last-child").all_inner_texts())
    assert cells == {f"未组成：{words.failure(pick['failure'])}" for pick in draw(*files.arguments()).result["picks"]}
    assert cells == {"未组成：没有具备“核能”专长的人员", "未组成：没有可任主检人的人员"}
    tab.get_by_label("核对一个对象的号码").fill("O3")
    tab.get_by_role("button", name="核对", exact=True).click()
    expect(tab.locator("[data-answer]")).to_contain_text(f"不参加抽取：{words.exclusion('CHECKED_180D')}。")
    assert words.failure("TEAM_SHORT+CAP") == "可派人员不足，因为有人已达任务上限"
    script = (ROOT / "static/js/draw_page.js").read_text()
    said = [f'{code}: "{text}"' for code, text in (words.EXCLUSIONS | words.FAILURES).items()]
    assert [line for line in some(said) if line not in script] == []


def test_no_script_or_title_ends_the_page_early():
    page = one_file("</title><script>alert(1)</script>", {}).decode()
    assert "<script>alert" not in page
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", page, re.S)
    assert len(scripts) == 2
    assert scripts[0].rstrip().endswith("globalThis.drawVerify = { verify, oneTicket };")
    assert scripts[1].rstrip().endswith('part("start").hidden = false;')


def test_the_command_writes_the_page_of_a_folder(tmp_path, capsys):
    small().write(tmp_path)
    call_command("draw_page", str(tmp_path), str(tmp_path / "page.html"))
    assert (tmp_path / "page.html").read_bytes() == one_file(
        "双随机抽查：重新计算", dict(zip(NAMES, node.four_files(small()), strict=True))
    )
    (tmp_path / "values.json").unlink()
    with pytest.raises(CommandError, match=r"目录中没有 values\.json。"):
        call_command("draw_page", str(tmp_path), str(tmp_path / "page.html"))
