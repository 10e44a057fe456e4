"""A person with a browser: signs in, fills in forms by the names of their fields, reads what the page says."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, Response, expect

from tianfu.demo.accounts import PASSWORD

ANY = re.compile(r"TFMP-[\w-]+|[0-9a-f]{8}-[0-9a-f-]{27}|\d+|[\w-]{40,}")


# Sentences are compared without regard to which of the two commas, colons or brackets was typed.
ALIKE = {
    ",": "[,，]",
    "，": "[,，]",
    ":": "[:：]",
    "：": "[:：]",
    "(": "[(（]",
    "（": "[(（]",
    ")": "[)）]",
    "）": "[)）]",
}


def words(text: str, *, exact: bool = False) -> re.Pattern[str]:
    pattern = "".join(ALIKE.get(sign, re.escape(sign)) for sign in text)
    return re.compile(rf"^\s*{pattern}\s*$" if exact else pattern)


class Visitor:
    """`page` is theirs alone. Pages they `go` to are checked by axe once for each kind of page."""

    seen: set[str] = set()  # kinds of pages already checked in this session

    def __init__(self, context: BrowserContext, check: Callable[[Page], None]) -> None:
        self.context = context
        self.page = context.new_page()
        self.check = check

    def go(self, path: str, status: int = 200) -> Response:
        answer = self.page.goto(path)
        assert answer is not None and answer.status == status, f"{path}: {answer and answer.status}"
        self.look()
        return answer

    def look(self, *, variant: str = "") -> None:
        """axe, unless this kind of page was looked at before; a `variant` (errors shown …) is another kind."""
        kind = ANY.sub("*", self.page.url.split("?")[0].split("#")[0]) + variant
        if kind not in self.seen:
            self.seen.add(kind)
            self.check(self.page)

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        self.go("/account/login/")
        self.fill(login=email, password=password)
        self.press("登录")
        expect(self.page).not_to_have_url(re.compile("/account/login/"))

    def fill(self, **fields: Any) -> None:
        for name, value in fields.items():
            self._fill(name, value)

    def _fill(self, name: str, value: Any) -> None:
        inputs = self.page.locator(f'main [name="{name}"]:not([type="hidden"])')
        first = inputs.first
        kind = first.evaluate("input => input.type")
        if kind == "file":
            first.set_input_files(value)
        elif kind == "radio":
            self.page.locator(f'main [name="{name}"][value="{value}"]').check()
        elif kind == "checkbox":
            first.set_checked(bool(value))
        elif kind.startswith("select"):
            pick(first, value)
        else:
            first.fill(str(value))

    def press(self, label: str, *, times: int = 1) -> None:
        """A button of the page's main part, by its words; `times=2` is a double click."""
        self.page.locator("main").get_by_role("button", name=words(label, exact=True)).first.click(click_count=times)

    def follow(self, label: str | re.Pattern[str]) -> None:
        name = label if isinstance(label, re.Pattern) else words(label)
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("link", name=name).first.click()
        self.look()

    def reads(self, *sentences: str) -> None:
        for sentence in sentences:
            expect(self.page.locator("main")).to_contain_text(words(sentence))

    def is_told(self, field: str, sentence: str) -> None:
        """The sentence stands at the field, and what was typed is still there."""
        expect(self.page.locator(f'[data-field="{field}"] .error')).to_contain_text(words(sentence))

    def at(self, pattern: str) -> None:
        expect(self.page).to_have_url(re.compile(pattern))
        self.look()

    def number(self, pattern: str) -> str:
        """The first number of this shape on the page, once it is there."""
        expect(self.page.locator("main")).to_contain_text(re.compile(pattern))
        found = re.search(pattern, self.page.locator("main").inner_text())
        assert found is not None
        return found[0]

    def typed(self, name: str) -> str:
        return self.page.locator(f'main [name="{name}"]').first.input_value()


def pick(select: Locator, choice: str) -> None:
    """An option by its value or by its words."""
    options = select.evaluate("select => [...select.options].map(option => [option.value, option.text])")
    chosen = [value for value, text in options if value == choice or words(choice, exact=True).match(text)]
    assert chosen, f"{choice} is not among {options}"
    select.select_option(value=chosen[0])


def paper(name: str, data: bytes, kind: str = "application/pdf") -> dict[str, Any]:
    return {"name": name, "mimeType": kind, "buffer": data}
