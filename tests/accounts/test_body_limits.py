"""How large a request may be: by address and sign-in, decided before a byte of the body is read."""

import ast
from importlib import import_module
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings as given
from django.test import Client
from django.urls import resolve

from applications.form.portal.sections import PAGES
from tests.accounts import make
from tests.architecture.source import modules
from tianfu.site.answers.bodies import takes_files

pytestmark = pytest.mark.django_db
STRANGER, FORM, FILES = given.BODY_LIMITS


class Unread(BytesIO):
    def read(self, *_: Any) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def post(client: Client, path: str, size: object, kind: str = "application/x-www-form-urlencoded") -> Any:
    """A request of which only the head may be looked at."""
    environ = {"REQUEST_METHOD": "POST", "PATH_INFO": path, "CONTENT_TYPE": kind, "CONTENT_LENGTH": str(size)}
    return client.request(**environ, **{"wsgi.input": Unread()})


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "application/json", ""]
)
@pytest.mark.parametrize("path", ["/account/login/", "/account/signup/", "/verify/", "/", "/portal/", "/console/", "/api/v1/brands/",
                                  "/portal/enterprise/bind/", "/health/live"])  # fmt: skip
def test_a_strangers_large_form_is_refused_unread(path, kind):
    answer = post(Client(enforce_csrf_checks=True), path, 20_000_000, kind)
    assert answer.status_code == 413
    assert "未登录时一次最多提交 256 KB" in (
        answer.json()["error"]["message"] if path.startswith("/api/") else answer.content.decode()
    )


def test_who_is_signed_in_sends_as_much_as_the_address_takes():
    client = Client()
    client.force_login(make.user())
    kind = "multipart/form-data; boundary=b"
    for path, most in (("/account/email/", FORM), ("/portal/enterprise/bind/", FILES)):
        assert post(client, path, most + 1, kind).status_code == 413
        with pytest.raises(AssertionError, match="the body was read"):
            post(client, path, most, kind)
    assert "请压缩文件，或分几次上传" in post(client, "/portal/enterprise/bind/", FILES + 1).content.decode()


@pytest.mark.parametrize("length", ["", "-1", "²", "1e9", "0x10", "9" * 5000])
def test_a_length_that_is_none_is_no_error(length):
    client = Client(raise_request_exception=False)
    environ = {"REQUEST_METHOD": "POST", "PATH_INFO": "/account/login/", "CONTENT_LENGTH": length}
    assert client.request(**environ, **{"wsgi.input": BytesIO()}).status_code == 200


@pytest.mark.parametrize(
    "charset", ["hex", "base64", "undefined", "rot13", "utf-16", "utf-7", '"zip"', "idna", "x" * 300]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_charset_that_is_none_for_forms_is_refused_in_words(method, charset):
    client = Client(raise_request_exception=False)
    answer = client.generic(method.upper(), "/account/login/", b"a=b", content_type=f"text/plain; charset={charset}")
    assert answer.status_code == 400
    assert "请使用 UTF-8" in answer.content.decode()


def callers(module, name):
    """The functions of the module that call this one."""
    functions = [node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef)]
    return [one.name for one in functions if f"{name}(" in ast.unparse(ast.Module(one.body, []))]


def test_every_view_that_takes_files_says_so():
    """`requires(…, files=True)`, or its uploads end at the size of a form. A page of a section is called by one that does."""
    small = {
        "tianfu.workflow.console.calendars.load_view": "a calendar of 100 KB",
        "tianfu.accounts.factors.step_up_page._carried": "carries the form of another view",
    }
    sections = set(PAGES.values())
    missing = []
    for module in modules():
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.FunctionDef) or "request.FILES" not in ast.unparse(node):
                continue
            name = f"{module.name}.{node.name}"
            called_by_one = any(path.startswith(module.name + ".") for path in sections) or name.startswith(
                "applications.enterprises.claims.portal._"
            )
            views = [
                getattr(import_module(module.name), caller, None) for caller in [node.name, *callers(module, node.name)]
            ]
            if name not in small and not called_by_one and not any(view and takes_files(view) for view in views):
                missing.append(name)
    assert missing == []
    assert takes_files(resolve("/portal/applications/1/evidence/").func)
