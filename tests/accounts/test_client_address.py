"""One notion of the client's address: PROXY_COUNT entries from the right, whatever the client wrote."""

import pytest
from django.test import Client, RequestFactory

from tests.accounts import make
from tianfu.accounts.protection.client_address import client_address, client_network, problem
from tianfu.ledger.models import AuditEvent

NEAR, FAR, FORGED = "198.51.100.2", "203.0.113.9", "6.6.6.6"


def request(forwarded: str = "", near: str = NEAR):
    return RequestFactory().get("/", REMOTE_ADDR=near, headers={"X-Forwarded-For": forwarded} if forwarded else {})


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (None, FAR, NEAR),
        (0, FAR, NEAR),
        (1, FAR, FAR),
        (1, f"{FORGED}, {FAR}", FAR),
        (1, f"{FORGED},{FORGED} ,  {FAR} ", FAR),
        (2, f"{FORGED}, {FAR}, 10.0.0.1", FAR),
        (2, FAR, NEAR),  # it passed one proxy only
        (1, "", NEAR),
        (1, "unknown", NEAR),
        (1, f"{FAR}, ", NEAR),
        (1, f"{FAR}:51234", FAR),
        (1, "[2001:db8::1]:443", "2001:db8::1"),
        (1, "2001:DB8:0:0::1", "2001:db8::1"),
        (1, f"::ffff:{FAR}", FAR),
        (1, "fe80::1%eth0", "fe80::1"),
        (1, "x" * 3000, NEAR),
        (1, "203.0.113.9' or 1=1", NEAR),
    ],
)
def test_the_entry_that_our_outermost_proxy_wrote_is_the_address(settings, proxies, forwarded, address):
    settings.PROXY_COUNT = proxies
    assert client_address(request(forwarded)) == address


def test_without_an_address_it_comes_from_this_machine(settings):
    settings.PROXY_COUNT = 0
    assert client_address(request(near="")) == "127.0.0.1"


def test_all_addresses_of_one_line_are_one_client(settings):
    settings.PROXY_COUNT = 1
    assert client_network(request("2001:db8:1:2:3::4")) == client_network(request("2001:db8:1:2:9::9"))
    assert client_network(request("2001:db8:1:2::1")) != client_network(request("2001:db8:1:3::1"))
    assert client_network(request(FAR)) == FAR


@pytest.mark.parametrize(
    ("https", "proxies", "refused"),
    [(True, None, True), (True, 0, False), (True, 1, False), (False, None, False), (False, -1, True), (True, 99, True)],
)
def test_a_site_behind_a_proxy_says_how_many_there_are(settings, https, proxies, refused):
    settings.HTTPS, settings.PROXY_COUNT = https, proxies
    assert bool(problem()) is refused


def test_what_is_wrong_with_the_number_of_proxies_is_said(settings):
    settings.HTTPS, settings.PROXY_COUNT = True, None
    assert problem().endswith("请设为代理的层数，如 PROXY_COUNT=1；确实没有代理的，设 PROXY_COUNT=0。")
    settings.PROXY_COUNT = 10
    assert problem() == "环境变量 PROXY_COUNT 应为 0 至 9 的整数，现为 10。"


@pytest.mark.django_db
@pytest.mark.usefixtures("axes_on")
def test_behind_a_proxy_one_visitor_locks_only_himself(settings):
    settings.PROXY_COUNT = 1
    owner = make.user()

    def sign_in(password: str, address: str) -> int:
        form = {"login": owner.email, "password": password}
        return Client(REMOTE_ADDR=NEAR).post("/account/login/", form, headers={"X-Forwarded-For": address}).status_code

    assert [sign_in("wrong password", f"{number}.1.1.1, {FAR}") for number in range(1, 6)] == [200] * 4 + [429]
    assert sign_in(make.PASSWORD, FAR) == 429
    assert sign_in(make.PASSWORD, "192.0.2.1") == 302
    locked = AuditEvent.objects.get(action="sign_in.locked")
    assert (locked.ip, locked.data["ip"]) == (FAR, FAR)
