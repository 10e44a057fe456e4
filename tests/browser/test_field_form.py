"""An inspector fills in the field form where there is no line; with the line back everything is sent, once."""

import io
import re
from typing import Any

from PIL import Image
from playwright.sync_api import expect

from tests.browser.visitor import paper

SLOW = 30_000  # ms, on a machine that runs other browsers beside this one
STANDS = """
from supervision.inspections.models import InspectionTask
task = InspectionTask.objects.get(pk={pk})
found = [row.text for row in task.findings.all()]
print(task.record.met, found, [row.file.name for row in task.photos.all()], task.record.signature is not None)
"""


def photo(name: str) -> dict[str, Any]:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(data, "JPEG")
    return paper(name, data.getvalue(), "image/jpeg")


def sign_on_screen(page: Any) -> None:
    pad = page.locator("[data-signature] canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 150, box["y"] + 60, steps=4)
    page.mouse.up()
    page.get_by_role("button", name="采用签字").click()


def test_the_field_form_without_a_line_is_sent_once_when_it_is_back(
    stack: Any, scene: None, visitor: Any, problems: Any
) -> None:
    problems.allow("ERR_INTERNET_DISCONNECTED")
    here = stack.act("scene.field_check()").split()[-1]
    person = visitor("inspector", phone=True)
    person.go(f"{here}record/")
    page, state = person.page, person.page.locator("[data-field-state]")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    person.context.set_offline(True)
    person.fill(met="王经理")
    page.locator("[name=met]").blur()
    person.fill(text="标识超出授权范围。")
    page.get_by_role("button", name="登记问题").click()
    page.locator("#photo").set_input_files(
        [photo("门头.jpg"), paper("IMG_1.HEIC", b"\0\0\0\x18ftypheic", "image/heic")]
    )
    page.get_by_role("button", name="保存照片").click()
    expect(page.locator("[data-kept=photo] .error")).to_contain_text("IMG_1.HEIC", timeout=SLOW)
    sign_on_screen(page)
    expect(state).to_contain_text("已保存在本机，待网络恢复后发送：还有 4 项未发送", timeout=SLOW)

    # Closed and opened again in between: a phone does that by itself. Every second answer is lost on the way.
    lost: list[str] = []

    def lose(route: Any) -> None:
        kind = route.request.url.rstrip("/").split("/")[-1]
        if kind in lost:
            return route.continue_()
        lost.append(kind)
        route.fetch()  # it arrives …
        return route.abort("internetdisconnected")  # … and the phone never hears of it

    page.route(re.compile("/(findings|photos|signature)/$"), lose)
    person.context.set_offline(False)
    page.goto(f"{here}record/")
    page.evaluate("for (let n = 0; n < 20; n++) setTimeout(() => dispatchEvent(new Event('online')), n * 1500)")
    expect(state).to_contain_text("全部已送达", timeout=SLOW)
    expect(page.locator("#photos-now")).to_contain_text("门头.jpg", timeout=SLOW)
    said = stack.act(STANDS.format(pk=here.strip("/").split("/")[-1])).strip().splitlines()[-1]
    assert (said, sorted(lost)) == (
        "王经理 ['标识超出授权范围。'] ['门头.jpg'] True",
        ["findings", "photos", "signature"],
    )

    # What is not sent is named at sign-out, and does not stay for the next user of the phone.
    person.context.set_offline(True)
    person.fill(text="尚未发送的问题。")
    page.get_by_role("button", name="登记问题").click()
    expect(state).to_contain_text("还有 1 项未发送", timeout=SLOW)
    page.evaluate("document.querySelector('form[action=\"/account/logout/\"]').requestSubmit()")
    expect(page.get_by_role("alert").last).to_contain_text("本机还有 1 项现场记录没有发送", timeout=SLOW)
    person.context.set_offline(False)
    page.unroute_all()
    page.get_by_role("button", name="清除并退出").click()
    expect(page).not_to_have_url(re.compile("/console/"), timeout=SLOW)
    left = page.evaluate(
        """async () => {
            const open = indexedDB.open("field-work", 1);
            await new Promise((found) => (open.onsuccess = found));
            const rows = open.result.transaction("waiting").objectStore("waiting").getAll();
            await new Promise((found) => (rows.onsuccess = found));
            return rows.result.length + Object.keys(localStorage).filter((key) => key.includes("/inspections/")).length;
        }"""
    )
    assert left == 0
