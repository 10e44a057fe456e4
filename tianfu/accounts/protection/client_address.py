"""Where a request came from: the one notion of the client's address, for limits, locks, sessions and the audit trail.

What the client writes itself counts for nothing. `X-Forwarded-For` is read only behind the proxies of `PROXY_COUNT`,
from the right: the last entry is what the nearest proxy saw, the one before it what the next one saw. No other module
reads either of the two (tests/architecture/test_client_address.py).
"""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

from tianfu.text import parameters

# The connection over a Unix socket has no address: it comes from this machine.
OURSELVES = "127.0.0.1"
# In a request's META: (from what the address was read, the address).
_READ = "tianfu.client_address"
_V6_SITE = 64  # bits: one line gets at least so many addresses, so they are one client


def client_address(request: HttpRequest) -> str:
    """The client's address in its usual form, IPv4 inside IPv6 as IPv4; never empty, never more than 45 characters.

    Read once in a request, which several ask for it.
    """
    told = (proxies(), request.META.get("REMOTE_ADDR"), request.META.get("HTTP_X_FORWARDED_FOR"))
    known = request.META.get(_READ)
    if known is None or known[0] != told:
        known = request.META[_READ] = (told, _found(request))
    return str(known[1])


def _found(request: HttpRequest) -> str:
    connection = str(request.META.get("REMOTE_ADDR") or OURSELVES)
    entries = parameters.header(request, "X-Forwarded-For").split(",") if proxies() else []
    # A request with fewer entries did not pass all proxies: it is one of them, or a probe beside them.
    told = entries[-proxies()] if 0 < proxies() <= len(entries) else ""
    return str(_read(told) or _read(connection) or OURSELVES)


def client_network(request: HttpRequest) -> str:
    """What one client has at its command: an IPv4 address, or the /64 of an IPv6 address. Counters count by it."""
    address = client_address(request)
    return str(ip_network((address, _V6_SITE), strict=False)) if ":" in address else address


def proxies() -> int:
    """How many proxies of our own stand in front; 0 when nobody said."""
    return settings.PROXY_COUNT or 0


def problem() -> str:
    """Why the address cannot be trusted, or "". https means that something in front ends TLS: it must be counted."""
    if settings.PROXY_COUNT is None and settings.HTTPS:
        return (
            "PUBLIC_URL 是 https 地址，前面应有反向代理，但环境变量 PROXY_COUNT 未设置：所有访客会被当作同一个网络地址，"
            "一人即可锁住他人的登录。请设为代理的层数，如 PROXY_COUNT=1；确实没有代理的，设 PROXY_COUNT=0。"
        )
    if not 0 <= proxies() <= 9:
        return f"环境变量 PROXY_COUNT 应为 0 至 9 的整数，现为 {settings.PROXY_COUNT}。"
    return ""


@lru_cache(maxsize=1000)
def _read(text: str) -> IPv4Address | IPv6Address | None:
    """An address as proxies write it: also `1.2.3.4:5678` and `[2001:db8::1]:443`; None for everything else."""
    plain = text.strip()
    if plain.startswith("["):
        plain = plain[1:].partition("]")[0]
    elif plain.count(":") == 1:
        plain = plain.partition(":")[0]
    try:
        address = ip_address(plain.partition("%")[0])
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
