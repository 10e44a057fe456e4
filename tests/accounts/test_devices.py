import time

import pytest
from django.http import HttpResponse

from tianfu.accounts.access.sessions import DEVICE_COOKIE, is_known_device, note_device, remember_device
from tianfu.accounts.models import User
from tianfu.accounts.templatetags.devices import device


@pytest.mark.parametrize(
    ("says", "shown"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120 Safari/537.36 Edg/120", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17) AppleWebKit/605 Version/17 Safari/604", "Safari · iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120 MicroMessenger/8.0", "微信 · 安卓"),
        ("curl/8.5", "curl/8.5"),
        ("", "未知设备"),
    ],
)
def test_a_browser_is_named_in_words(says: str, shown: str) -> None:
    assert device(says) == shown


@pytest.mark.parametrize("https", [False, True])
def test_the_cookie_of_a_device_is_read_by_the_server_alone_and_for_a_year(rf, settings, monkeypatch, https) -> None:
    settings.HTTPS = https
    person, stranger, request = User(pk=7), User(pk=8), rf.get("/")
    note_device(request, person)
    answer = HttpResponse()
    remember_device(request, answer)
    cookie = answer.cookies[DEVICE_COOKIE]
    marks = (cookie["httponly"], bool(cookie["secure"]), cookie["samesite"], cookie["max-age"])
    assert marks == (True, https, "Lax", 365 * 24 * 3600)
    request = rf.get("/")
    request.COOKIES[DEVICE_COOKIE] = cookie.value
    assert [is_known_device(request, one) for one in (person, stranger)] == [True, False]
    later = time.time() + 365 * 24 * 3600 + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert not is_known_device(request, person), "a cookie that the browser kept longer is no proof"
