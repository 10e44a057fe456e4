"""A NUL anywhere in a request is 400 before any view, in words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/login/"
BOUNDARY = "b0undary"


def refused(answer):
    assert answer.status_code == 400
    assert "空字符" in answer.content.decode()
    return True


@pytest.mark.parametrize(
    "path", ["/brands/?q=%00", "/brands/?q=a%00b&q=c", "/brands/?%00=1", "/V/%00/", "/no/%00/such/", "/files/x%00/"]
)
def test_a_nul_in_the_address_is_400(client, path):
    assert refused(client.get(path))
    assert refused(client.post(path))


@pytest.mark.parametrize(
    "header",
    ["accept", "referer", "if-none-match", "range", "x-forwarded-for", "x-request-id", "user-agent", "hx-request"],
)
def test_a_nul_in_a_header_is_400(client, header):
    assert refused(client.get("/", headers={header: "a\0b"}))


@pytest.mark.parametrize("cookie", ["session=a\0b", "kept_done=%00", "anything=1; other=x%00y"])
def test_a_nul_in_a_cookie_is_400(cookie):
    assert refused(Client().get("/", HTTP_COOKIE=cookie))


@pytest.mark.parametrize("field", [{"login": "a\0@example.cn"}, {"password": "x\0y"}, {"n\0": "1"}])
def test_a_nul_in_a_posted_field_is_400_even_in_a_password(client, field):
    assert refused(client.post(SIGN_IN, {"login": "a@example.cn", "password": "x", **field}))
    body = "&".join(f"{name}={value}".replace("\0", "%00") for name, value in field.items())
    assert refused(client.post(SIGN_IN, body, content_type="application/x-www-form-urlencoded"))


@pytest.mark.parametrize("name", ['filename="a\0.pdf"', "filename*=UTF-8''a%00.pdf"])
def test_a_nul_in_a_files_name_is_400(client, name):
    body = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; {name}\r\n\r\nx\r\n--{BOUNDARY}--\r\n'
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    assert refused(client.generic("POST", SIGN_IN, body.encode(), content_type=kind))


def test_a_file_may_hold_nul_inside(client):
    answer = client.post(SIGN_IN, {"login": "a@example.cn", "file": SimpleUploadedFile("a.pdf", b"\0\0")})
    assert answer.status_code == 200


def test_the_api_says_it_in_its_own_shape_and_to_every_site(client):
    answer = client.get("/api/v1/brands/?q=%00")
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "bad_request"
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_the_refusal_carries_the_security_headers_and_its_number(client):
    answer = client.get("/?q=%00")
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert len(answer["X-Request-ID"]) == 32


@pytest.mark.parametrize("host", ["²", "a b", "x" * 3000, "a/../b", "[::1", "a:99999999", "@", "evil.example"])
def test_a_host_that_is_none_of_ours_is_400_in_words(client, host):
    answer = client.get("/", HTTP_HOST=host)
    assert answer.status_code == 400
    assert "没有办成" in answer.content.decode()
