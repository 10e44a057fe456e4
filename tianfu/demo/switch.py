"""`/demo/accounts/`: every account of the demo with its role and what to try; one press signs in as it."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tianfu.accounts.access.rules import PUBLIC, requires
from tianfu.accounts.models import User
from tianfu.demo.accounts import BODIES, NEWCOMER, PASSWORD, STAFF, accounts
from tianfu.demo.stories.second_brand import second_accounts
from tianfu.inbox.mail.demo import only_in_demo
from tianfu.text import parameters

BACKEND = "tianfu.accounts.backends.RoleBackend"


@requires(PUBLIC)
@require_safe
@never_cache
@only_in_demo
def choose(request: HttpRequest) -> HttpResponse:
    """The accounts in groups; only those whose person exists (the demo's data may not be loaded)."""
    emails = [row.email for row in [*accounts(), *second_accounts()]]
    there = set(User.objects.filter(email__in=emails).values_list("email", flat=True))
    bodies = [account for _, account in BODIES.values()]
    staff = [account for account in STAFF if account.email in there]
    firms = [row for row in accounts() if row.email in there and row not in (*STAFF, *bodies, NEWCOMER)]
    groups = [
        ("企业", [*firms, *([NEWCOMER] if NEWCOMER.email in there else [])]),
        ("监管部门和运营机构", staff),
        ("第二个品牌“湖北精品”", [row for row in second_accounts() if row.email in there]),
        ("认证机构", [row for row in bodies if row.email in there]),
    ]
    context = {"groups": [group for group in groups if group[1]], "password": PASSWORD}
    return render(request, "tianfu/demo/accounts.html", context)


@requires(PUBLIC)
@require_POST
@never_cache
@only_in_demo
def switch(request: HttpRequest) -> HttpResponse:
    """Sign out, sign in as one of the demo's own accounts, and go on at `next` or at that role's home."""
    known = {account.key: account for account in [*accounts(), *second_accounts()]}
    account = known.get(parameters.token(request.POST, "account"))
    if account is None:
        raise Http404("没有这个演示账号。")
    person = get_object_or_404(User, email=account.email, is_active=True)
    logout(request)
    login(request, person, backend=BACKEND)
    target = parameters.token(request.POST, "next")
    if not target.startswith("/") or not url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    ):
        target = resolve_url(settings.LOGIN_REDIRECT_URL)
    return redirect(target)
