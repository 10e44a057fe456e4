"""Slow, cut off, oversized and odd requests against the very server of `make run`: everybody else is served."""

import hashlib
import re
import time
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from statistics import median

import pikepdf
import pytest
from django.conf import settings as given

from tests import make
from tests.deploy.web import PATIENCE, TOKEN, Web, cookies, form, read, serving, upload
from tianfu import server
from tianfu.accounts.models import User
from tianfu.files.models import StoredFile
from tianfu.site.answers.reception import Reception

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PAGES = ["/health/live", "/", "/brands/", "/verify/", "/api/v1/brands/", "/account/login/", "/notices/"]
PROMPT = 4.0  # seconds; what people wait at most while others are slow, on a loaded machine
LINE = 25.0  # seconds over which the slow line sends its file


@pytest.fixture(scope="module")
def web(django_db_setup, tmp_path_factory):
    with serving(tmp_path_factory.mktemp("web")) as running:
        yield running


def slowest(web: Web) -> float:
    """The longest that an ordinary visitor waits; each page answers, or the test says which did not."""
    waited = []
    for path in PAGES:
        began = time.monotonic()
        status, _ = web.ask(path)
        assert status == 200, path
        waited.append(time.monotonic() - began)
    return max(waited)


def large_pdf(mark: str) -> bytes:
    """A page with a remark of 400 KB."""
    document, buffer = pikepdf.new(), BytesIO()
    document.add_blank_page()
    document.pages[0].Contents = document.make_stream(f"% {mark * 400_000}\n".encode())
    document.save(buffer, compress_streams=False)
    return buffer.getvalue()


def dribble(web: Web, head: bytes, content: bytes, seconds: float) -> tuple[int, bytes]:
    """Send `content` evenly over `seconds`."""
    with web.open(head) as made:
        made.settimeout(60)
        step = max(1, len(content) // 50)
        for start in range(0, len(content), step):
            made.sendall(content[start : start + step])
            time.sleep(seconds / 50)
        return read(made)


def test_uploads_on_slow_lines_arrive_and_keep_nobody_waiting(web, reference):
    person = make.member(make.enterprise().organisation, edit=True)
    draft = make.draft(item=make.product(person.memberships.get().organisation.enterprise), person=person)
    # When the upload begins the session has ten seconds left; it may end on the way.
    path = f"/portal/applications/{draft.pk}/evidence/"
    cookie = cookies(person, idle=given.SESSION_LIMITS_MEMBER[0].total_seconds() - 10)
    files = [large_pdf(mark) for mark in "abcd"]
    calm = slowest(web)
    with ThreadPoolExecutor(4) as lines:
        sent = []
        for content in files:
            kind, body = upload(content, kind="test_report")
            head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{cookie}{kind}"
            head += f"Content-Length: {len(body)}\r\n\r\n"
            sent.append(lines.submit(dribble, web, head.encode(), body, LINE))
        time.sleep(1)
        slow = [web.open(b"GET / HTTP/1.1\r\nHost: localhost\r\n") for _ in range(60)]
        post = b"POST /account/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nlogin="
        slow += [web.open(post) for _ in range(60)]
        slow += [web.open(b"GET /api/v1/schema/ HTTP/1.1\r\nHost: localhost\r\n\r\n") for _ in range(40)]
        rounds, ended = [], time.monotonic() + LINE - 5
        while time.monotonic() < ended:
            for number, made in enumerate(slow):
                try:
                    made.sendall(b"X-Slow: 1\r\n" if number < 60 else b"a" if number < 120 else b"")
                except OSError:  # a head that took too long was closed
                    assert number < 60
            rounds.append(slowest(web))
            time.sleep(2)
        answers = [line.result() for line in sent]
        for made in slow:
            made.close()
    # Whom slow lines hold up waits for their end, in every round; one slow round may be another program's doing.
    assert median(rounds) < max(PROMPT, 3 * calm)
    assert [status for status, _ in answers] == [302] * 4
    digests = {hashlib.sha256(content).hexdigest() for content in files}
    assert set(StoredFile.objects.filter(sha256__in=digests).values_list("sha256", flat=True)) == digests


def test_no_limit_of_the_server_ends_a_body_before_half_an_hour():
    """What could end one is named here; a new option of this kind must be thought about."""
    given = server.options("127.0.0.1", 8000, 2)
    times = {name: value for name, value in given.items() if re.search(r"timeout|lifetime|interval|rss", name)}
    assert times == {"respawn_interval": 1.0, "workers_kill_timeout": server.GRACE}  # both only at an end
    assert given["http1_settings"].header_read_timeout == server.HEAD_TIMEOUT == 20_000  # the head alone
    assert given["blocking_threads"] >= 500
    assert given["backpressure"] >= 4000


def test_a_stranger_sends_no_large_form(web):
    memory = sum(web.memory())
    body = b"login=" + b"a" * 20_000_000
    status, answer = web.ask("/account/login/", method="POST", body=body, headers="Content-Type: text/plain\r\n")
    assert status == 413
    assert "未登录时一次最多提交 256 KB" in answer.decode()
    kind, body = upload(b"%PDF-" + b"a" * 20_000_000)
    assert web.ask("/portal/enterprise/bind/", method="POST", body=body, headers=kind + cookies())[0] == 413
    assert web.ask("/api/v1/brands/", method="POST", body=body, headers=kind)[0] == 413
    assert web.ask("/no/such/page/", method="POST", body=body, headers=kind)[0] == 404
    # Who asks first is told no before sending anything.
    head = b"POST /account/login/ HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 20000000\r\n"
    with web.open(head + b"Connection: close\r\n\r\n") as made:
        status, answer = read(made)
    assert (status, answer.startswith(b"HTTP/1.1 100")) == (413, False)
    assert sum(web.memory()) - memory < 60


def test_who_is_signed_in_sends_large_bodies_only_where_files_are_taken(web, reference):
    headers = cookies(make.user())
    kind, body = upload(make.pdf().read() + b"\n%" + b"a" * 3_000_000)
    status, answer = web.ask("/account/email/", method="POST", body=body, headers=kind + headers)
    assert status == 413
    assert "本页不接收文件，一次最多提交 2 MB" in answer.decode()
    assert web.ask("/portal/enterprise/bind/", method="POST", body=body, headers=kind + headers)[0] == 422


def test_half_a_form_is_no_form(web):
    """Cut off in the middle, what came looks like a whole form with a shorter text."""
    body = form(name="王芳", email="wang@example.com", password1="a pickle maker's sentence",
                password2="a pickle maker's sentence", agree="on") + b"&more=" + b"a" * 500  # fmt: skip
    head = f"POST /account/signup/ HTTP/1.1\r\nHost: localhost\r\n{cookies()}Content-Type: application/x-www-form-urlencoded\r\n"
    made = web.open(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body[:-100])
    made.close()
    time.sleep(1)
    assert not User.objects.exists()
    assert web.ask("/account/signup/", method="POST", body=body,
                   headers=f"{cookies()}Content-Type: application/x-www-form-urlencoded\r\n")[0] == 302  # fmt: skip
    assert User.objects.count() == 1


ODD = [
    b"Content-Type: text/plain; charset=hex",
    b"Content-Type: application/x-www-form-urlencoded; charset=base64",
    b"Content-Type: application/x-www-form-urlencoded; charset=undefined",
    b"Content-Type: application/x-www-form-urlencoded; charset=\"rot13\"",
    b"Content-Type: application/x-www-form-urlencoded; CHARSET = utf-16",
    b"Content-Type: application/x-www-form-urlencoded; charset=utf-7",
    b"Content-Type: a; charset*=undefined'x'y",
    b"Content-Type: multipart/form-data; boundary*=hex''61",
    b"Content-Type: multipart/form-data",
    b"Content-Type: multipart/form-data; boundary=" + b"a" * 5000,
    b"Content-Type: \xff\xfe",
    b"Content-Type: ;;;===",
    b"Content-Length: -1",
    b"Content-Length: 1e3",
    b"Content-Length: \xc2\xb2",
    b"Content-Length: 99999999999999999999999999",
    b"Content-Length: 5\r\nContent-Length: 6",
    b"Transfer-Encoding: chunked\r\nContent-Length: 3",
    b"Transfer-Encoding: gzip, chunked",
    b"Transfer-Encoding: \x00",
    b"Host: ",
    b"Host: a b",
    b"Host: localhost:99999999",
    b"Host: \xe4\xb8\xad",
    b"Host: a, localhost",
    b"Cookie: \xff=\xfe; =; ;;; a=\"\\777\"; session=" + b"z" * 4000,
    b"Cookie: session=a\r\nCookie: csrf=\xc2\xb2; devices=:::",
    b"X-Forwarded-For: \xc2\xb2,,,\r\nX-Forwarded-Proto: gopher\r\nForwarded: for=_x",
    b"Range: bytes=-,5-2,99999999999999999999-",
    b"If-None-Match: \"\r\nIf-Modified-Since: Thu, 99 Foo 99999999 99:99:99",
    b"Accept: */*;q=\xc2\xb2\r\nAccept-Language: x" + b"-y" * 2000 + b"\r\nAccept-Encoding: br;q=nan",
    b"Expect: something",
    b"Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAAA",
    b"SCRIPT_NAME: /x\r\nPATH_INFO: /y\r\nX_FORWARDED_FOR: 1\r\nSECRET_KEY: 1",
]  # fmt: skip
LINES = [b"GET /%FF%FE/?a=%FF HTTP/1.1", b"OPTIONS * HTTP/1.1", b"CONNECT a:80 HTTP/1.1", b"FOO / HTTP/1.1", b"GET http://other/ HTTP/1.1",
         b"POST // HTTP/1.1", b"GET /../../etc/passwd HTTP/1.1", b"GET / HTTP/1.0", b"GET /\xe4\xb8\xad HTTP/1.1", b"PUT /static/x HTTP/1.1",
         b"GET /" + b"a" * 70_000 + b" HTTP/1.1", b"GET /static/%00 HTTP/1.1", b"TRACE / HTTP/1.1"]  # fmt: skip


def test_no_odd_head_is_an_error_of_the_server(web):
    """400, 404, 413 … or an ordinary answer, never 500 and never silence."""
    found = {}
    for target in (b"POST /account/login/", b"GET /brands/", b"POST /api/v1/brands/", b"GET /portal/"):
        for odd in ODD:
            host = b"" if odd.startswith(b"Host") else b"Host: localhost\r\n"
            length = b"" if b"Content-Length" in odd or b"Transfer" in odd else b"Content-Length: 4\r\n"
            sent = target + b" HTTP/1.1\r\n" + host + length + b"Connection: close\r\n" + odd + b"\r\n\r\n" + b"a=%b"
            found[target + b" " + odd[:60]] = web.raw(sent)[0]
    for line in LINES:
        found[line[:60]] = web.raw(line + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n")[0]
    assert {what: status for what, status in found.items() if not 200 <= status < 500} == {}
    hexed = b"POST /account/login/ Content-Type: text/plain; charset=hex"
    assert found[hexed] == 400
    assert slowest(web) < PATIENCE


def test_a_body_without_a_length_is_refused_in_words(web):
    chunks = b"5\r\nlogin\r\n0\r\n\r\n"
    head = (
        b"POST /account/login/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    status, answer = web.raw(head + chunks)
    assert status == 400
    assert "请求没有说明内容的长度" in answer.decode()


def test_a_part_of_an_upload_with_an_odd_charset_is_no_error_of_the_server(web, reference):
    headers = cookies(make.user())
    for odd in ("filename*=hex''61", "filename*=undefined''a", "filename=\"a\"; name*=base64''x"):
        body = f'--b0\r\nContent-Disposition: form-data; name="licence"; {odd}\r\nContent-Type: a/b; charset=hex\r\n'
        body += f'Content-Transfer-Encoding: base64\r\n\r\n²\r\n--b0\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{TOKEN}\r\n--b0--\r\n'
        kind = "Content-Type: multipart/form-data; boundary=b0\r\n"
        status, _ = web.ask("/portal/enterprise/bind/", method="POST", body=body.encode(), headers=kind + headers)
        assert status in (400, 422), odd


def test_a_second_server_does_not_share_the_port(web):
    with pytest.raises(SystemExit, match=f"端口 {web.port} 已被占用"):
        server._check_port("127.0.0.1", web.port)


def test_memory_stays_flat_over_many_requests(web):
    """Some thousand requests later the processes are as large as after the first hundred."""
    for _ in range(15):
        slowest(web)
    before = web.memory()
    for _ in range(40):
        slowest(web)
    assert sum(web.memory()) - sum(before) < 60, (before, web.memory(), PATIENCE)


def test_the_secrets_of_the_environment_are_in_no_request(web):
    seen = {}
    reception = Reception(lambda environ, start: seen.update(environ) or [b""], desks=1)
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "wsgi.input": BytesIO()}
    reception({**dict.fromkeys(reception.surroundings, "secret"), **environ}, lambda *_: None)
    assert "secret" not in seen.values()
