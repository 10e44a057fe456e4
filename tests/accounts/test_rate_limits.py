"""One limit for all ways to one look-up, counted in Redis: page and API, every process, by the client's network."""

import time
from collections.abc import Iterator

import pytest
import redis
from django.conf import settings as given
from django.core.exceptions import ImproperlyConfigured
from django.urls import NoReverseMatch, get_resolver, reverse

from tests import make
from tests.workflow.preloaded import preloaded
from tests.workflow.processes import environment
from tianfu.accounts.protection import attempts, limits
from tianfu.environment import env_limits
from tianfu.files.kinds import Kind
from tianfu.files.uploads import accept
from tianfu.site.answers.rates import DOING, POSTING, READING

pytestmark = pytest.mark.django_db
HOME, OTHER = "192.0.2.7", "192.0.2.8"


@pytest.fixture(autouse=True)
def _counters(settings) -> Iterator[None]:
    server = attempts.server()  # a test may take it away

    def empty() -> None:
        for key in server.scan_iter("limit:*"):
            server.delete(key)

    settings.LIMITS = dict.fromkeys(given.ALL_LIMITS, (3, 60))
    empty()
    yield
    empty()


def test_page_and_api_of_a_look_up_share_one_limit(client, reference):
    paths = ["/verify/?number=A", "/v/B", "/api/v1/verify/C/", "/V/D", "/verify/?number=E"]
    answers = [client.get(path, REMOTE_ADDR=HOME) for path in paths]
    assert [answer.status_code for answer in answers] == [404, 404, 200, 429, 429]
    page = answers[3]
    assert 1 <= int(page["Retry-After"]) <= 60
    assert f"从您所在的网络查询过于频繁，请 {page['Retry-After']} 秒后再试。" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    api = client.get("/api/v1/verify/C/", REMOTE_ADDR=HOME)
    assert (api.status_code, api["Access-Control-Allow-Origin"]) == (429, "*")
    message = f"查询过于频繁，请 {api['Retry-After']} 秒后再试。"
    assert api.json() == {"error": {"code": "too_many_requests", "message": message}}
    # The neighbour, and the same client's other pages, are served.
    assert client.get("/verify/?number=A", REMOTE_ADDR=OTHER).status_code == 404
    assert client.get("/brands/", REMOTE_ADDR=HOME).status_code == 200


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP"])
def test_a_forged_header_makes_no_new_client(client, reference, header):
    found = [client.get("/verify/", REMOTE_ADDR=HOME, headers={header: f"1.1.1.{n}"}).status_code for n in range(4)]
    assert found == [200, 200, 200, 429]


def test_an_ipv6_line_is_one_client(client, reference):
    found = [client.get("/verify/", REMOTE_ADDR=f"2001:db8::{n}").status_code for n in range(1, 5)]
    assert found == [200, 200, 200, 429]


def test_other_processes_count_on(client, reference):
    code = "from tianfu.accounts.protection import limits; limits.wait('verify', '192.0.2.7')"
    env = environment("none", LIMITS="verify:3/60")
    with preloaded(env, "from tianfu.accounts.protection import limits") as platform:
        assert [platform.fork(code).wait() for _ in range(3)] == [0, 0, 0]
    assert client.get("/verify/", REMOTE_ADDR=HOME).status_code == 429


def test_the_window_ends(client, settings):
    """The server's clock ends it; here it is told to end at once, since two requests may take longer than a short one."""
    settings.LIMITS = {"verify": (1, 60)}
    assert [client.get("/verify/", REMOTE_ADDR=HOME).status_code for _ in range(2)] == [200, 429]
    server = attempts.server()
    (key,) = server.scan_iter("limit:*")
    assert 0 < server.ttl(key) <= 60
    server.pexpire(key, 1)
    time.sleep(0.01)
    assert client.get("/verify/", REMOTE_ADDR=HOME).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"), [("/verify/?number=A", 404), ("/api/v1/verify/A/", 200), ("/brands/", 200)]
)
def test_without_redis_everybody_gets_an_answer_at_once(client, reference, monkeypatch, path, status):
    gone = redis.Redis(unix_socket_path="/tmp/tianfu-no-such-queue")
    asked = []
    monkeypatch.setattr(attempts, "server", lambda: asked.append(path) or gone)
    assert {client.get(path, REMOTE_ADDR=HOME).status_code for _ in range(12)} == {status}
    assert len(asked) < 12  # after a failure it is left alone for some seconds


def test_looks_are_told_by_the_handful_and_ever_oftener_towards_the_limit(client, settings, monkeypatch):
    settings.LIMITS = {"verify": (100, 60)}
    monkeypatch.setattr(limits, "_SECONDS", 60.0)  # a busy machine
    told = []
    monkeypatch.setattr(limits, "_wait", lambda *given, real=limits._wait: told.append(given[3]) or real(*given))
    answers = [client.get("/verify/", REMOTE_ADDR="192.0.2.99").status_code for _ in range(102)]
    assert answers == [200] * 100 + [429] * 2
    assert told[:2] == [4, 4]  # a thirty-second of what is left, and the look that is too many for the hand
    assert told[-30:] == [1] * 30
    assert sum(told) == 102


def test_a_look_of_a_window_that_is_over_counts_no_more(client, settings, monkeypatch):
    settings.LIMITS = {"verify": (100, 60)}
    server, seconds = attempts.server(), [1000.0]
    monkeypatch.setattr(limits.time, "monotonic", lambda: seconds[0])
    for _ in range(2):
        assert limits.wait("verify", "192.0.2.98", by_handful=True) == 0
    seconds[0] += 61
    for _ in range(4):
        assert limits.wait("verify", "192.0.2.98", by_handful=True) == 0
    assert int(server.get("limit:verify:192.0.2.98")) == 4


def test_what_is_done_is_told_at_once(settings):
    settings.LIMITS = {"sign_in": (1000, 60)}
    assert limits.wait("sign_in", HOME) == 0
    assert int(attempts.server().get(f"limit:sign_in:{HOME}")) == 1


def test_sign_up_and_mailed_links_are_limited_when_they_are_posted(client):
    for path in ("/account/signup/", "/account/password/reset/"):
        assert [client.get(path, REMOTE_ADDR=HOME).status_code for _ in range(5)] == [200] * 5
        found = [client.post(path, {}, REMOTE_ADDR=HOME).status_code for _ in range(4)]
        assert found == [200, 200, 200, 429], path


def test_uploads_are_limited_by_person(settings):
    person, other = make.user(), make.user()
    settings.LIMITS = {"upload": (2, 3600)}

    def upload(who) -> str:
        try:
            accept(make.pdf(), kinds=[Kind.PDF], max_bytes=10_000_000, actor=who, purpose="test")
        except Exception as error:
            return "".join(getattr(error, "messages", [repr(error)]))
        return ""

    assert [upload(person), upload(person), upload(other)] == ["", "", ""]
    assert upload(person).startswith("您上传文件过于频繁，请 60 分钟后再试")
    assert upload(None) == ""  # what the platform itself takes in


def names(resolver=None, spaces=()) -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from names(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
        elif entry.name:
            yield ":".join((*spaces, entry.name))


def test_every_name_is_an_address_and_every_limit_has_words_and_a_default():
    assert set(READING) | set(POSTING) <= set(names())
    assert set(READING.values()) | set(POSTING.values()) == set(DOING)
    assert set(DOING) | {"upload"} == set(given.ALL_LIMITS)


def test_every_way_to_the_verification_counts():
    """Whatever address leads to it: a new one must not be a way round the limit."""
    ways = {name for name in names() if "verify" in name and "email" not in name and "account" not in name}
    drawn = {"comparison_pdf", "comparison_png"}  # as dear as a look-up, and they tell the same
    assert ways | drawn == {name for name, limit in READING.items() if limit == "verify"}
    with pytest.raises(NoReverseMatch):
        reverse("no_such_address")


def test_the_page_of_the_api_says_the_limits_in_force(client, reference, settings):
    settings.LIMITS = {"verify": (77, 60), "look_up": (888, 30)}
    page = client.get("/api/v1/docs/").content.decode()
    assert "名录查询：每个网络 30 秒 888 次。编号验证：每个网络 60 秒 77 次。" in page


def test_a_busy_shop_stays_far_below_the_limit():
    assert given.ALL_LIMITS["verify"] == (120, 60)
    assert given.ALL_LIMITS["look_up"] == (600, 60)


@pytest.mark.parametrize("text", ["verify", "verify:x/60", "verify:1/0", "verify:-1/60", "other:1/60", "verify:1"])
def test_a_wrong_setting_stops_the_start_with_a_sentence(monkeypatch, text):
    monkeypatch.setenv("LIMITS", text)
    with pytest.raises(ImproperlyConfigured, match="LIMITS"):
        env_limits("LIMITS", {"verify": (120, 60)})


def test_single_limits_are_set_beside_the_defaults(monkeypatch):
    monkeypatch.setenv("LIMITS", "verify:240/60")
    assert env_limits("LIMITS", {"verify": (120, 60), "look_up": (600, 60)}) == {
        "verify": (240, 60),
        "look_up": (600, 60),
    }
