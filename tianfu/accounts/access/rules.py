"""Who may open which address. Every view declares a rule; one that does not is refused by the middleware.

A rule answers for the person only. Whether this person may see *this* row is the business of `visible_to(user)`
(a wrong id is 404), whether a permission is held is checked again by the view (a wrong role is 403).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.contrib.auth.models import AnonymousUser

from tianfu.accounts.models import OrganisationKind, User
from tianfu.accounts.roles import Role

Person = User | AnonymousUser
View = TypeVar("View", bound=Callable[..., object])


@dataclass(frozen=True)
class Rule:
    """`name` is for messages and the matrix of the tests; `public` = no sign-in needed; `staff` = the rule
    speaks of staff, so the second factor must have been shown in this session; `enrolment` = open to staff who
    have not yet set up or shown their second factor."""

    name: str
    test: Callable[[User], bool]
    public: bool = False
    staff: bool = False
    enrolment: bool = False

    def allows(self, user: Person) -> bool:
        if self.public:
            return True
        return isinstance(user, User) and user.is_active and self.test(user)

    def __or__(self, other: "Rule") -> "Rule":
        return Rule(
            f"{self.name}|{other.name}",
            lambda user: self.allows(user) or other.allows(user),
            public=self.public or other.public,
            staff=self.staff and other.staff,
        )


def _member_of(kind: OrganisationKind) -> Callable[[User], bool]:
    return lambda user: any(membership.organisation.kind == kind for membership in user.active_memberships)


PUBLIC = Rule("public", lambda user: True, public=True)
SIGNED_IN = Rule("signed_in", lambda user: True)
ACCOUNT = Rule("account", lambda user: True, enrolment=True)
"""Signed in, also when the second factor is still to be set up: the pages of one's own sign-in."""
ENTERPRISE_MEMBER = Rule("enterprise_member", _member_of(OrganisationKind.ENTERPRISE))
BODY_MEMBER = Rule("body_member", _member_of(OrganisationKind.CERTIFICATION_BODY))
STAFF = Rule("staff", lambda user: user.is_staff, staff=True)
NOBODY = Rule("nobody", lambda user: False)
"""For addresses of libraries that this platform does not use."""


def roles(*allowed: Role) -> Rule:
    """Staff who hold at least one of these roles, in whatever region."""
    wanted = frozenset(allowed)
    return Rule("roles:" + ",".join(sorted(wanted)), lambda user: bool(user.roles & wanted), staff=True)


def requires(rule: Rule, *, files: bool = False) -> Callable[[View], View]:
    """Declares the rule of a view function or class; `AccessMiddleware` enforces it.

    `files` = its form takes uploads: from who is signed in it gets a body as large as files are (tianfu/site/answers/bodies.py).
    """

    def declare(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]
        view.takes_files = files  # type: ignore[attr-defined]
        return view

    return declare


def routine(view: View) -> View:
    """An act of staff that decides nothing and can be done again or undone (taking a case, trying a job again): the only
    ones before which nobody is asked to show again who they are."""
    view.routine = True  # type: ignore[attr-defined]
    return view


def asks_identity(view: Callable[..., object], rule: Rule, method: str) -> bool:
    """Whether this asks for a freshly shown identity (E 12): whatever staff send, unless declared `routine`. So a new
    address asks from its first day."""
    owner = getattr(view, "view_class", None) or getattr(view, "cls", None) or view
    return rule.staff and method not in {"GET", "HEAD", "OPTIONS"} and not getattr(owner, "routine", False)


# Views of libraries, which cannot be decorated: by name, by namespace, by module. Looked up in this order.
EXTERNAL_RULES: dict[str, Rule] = {
    "name:account_login": PUBLIC,
    "name:account_signup": PUBLIC,
    "name:account_inactive": PUBLIC,
    "name:account_email_verification_sent": PUBLIC,
    "name:account_reset_password": PUBLIC,
    "name:account_reset_password_done": PUBLIC,
    "name:account_reset_password_from_key": PUBLIC,
    "name:account_reset_password_from_key_done": PUBLIC,
    "name:account_confirm_login_code": NOBODY,
    # Also leaves a sign-in that waits for a code, when nobody is signed in yet.
    "name:account_logout": PUBLIC,
    "name:account_reauthenticate": ACCOUNT,
    "name:account_change_password": ACCOUNT,
    "name:account_set_password": NOBODY,
    "name:account_email": SIGNED_IN,
    "name:mfa_authenticate": PUBLIC,
    "name:mfa_login_webauthn": PUBLIC,
    "name:mfa_reauthenticate_webauthn": ACCOUNT,
    "name:mfa_add_webauthn": ACCOUNT,
    "name:mfa_list_webauthn": ACCOUNT,
    "name:mfa_edit_webauthn": SIGNED_IN,
    "name:mfa_remove_webauthn": SIGNED_IN,
    "name:mfa_index": ACCOUNT,
    "name:mfa_reauthenticate": ACCOUNT,
    "name:mfa_activate_totp": ACCOUNT,
    "name:mfa_deactivate_totp": SIGNED_IN,
    "name:mfa_view_recovery_codes": SIGNED_IN,
    "name:mfa_generate_recovery_codes": SIGNED_IN,
    "name:mfa_download_recovery_codes": SIGNED_IN,
    "name:usersessions_list": SIGNED_IN,
    # The console has one door, the account pages with their second factor and throttle.
    "name:admin:login": STAFF,
    "name:admin:logout": ACCOUNT,
    "name:admin:password_change": STAFF,
    "name:admin:password_change_done": NOBODY,
    "namespace:admin": STAFF,
    "module:drf_spectacular.views": PUBLIC,
    "module:django.views.i18n": PUBLIC,
    "module:django.views.static": PUBLIC,
    "module:django.contrib.staticfiles.views": PUBLIC,
}


def rule_of(view: Callable[..., object], view_name: str) -> Rule | None:
    """The declared rule of a resolved view (`view_name` with its namespaces), or None."""
    declared = getattr(view, "access_rule", None)
    if declared is None:
        # Class views: Django keeps the class as `view_class`, the REST framework as `cls`.
        owner = getattr(view, "view_class", None) or getattr(view, "cls", None)
        declared = getattr(owner, "access_rule", None)
    if declared is not None:
        return declared
    owner = getattr(view, "view_class", None) or getattr(view, "cls", None) or view
    keys = [f"name:{view_name}"]
    if ":" in view_name:
        keys.append(f"namespace:{view_name.partition(':')[0]}")
    keys.append(f"module:{getattr(owner, '__module__', '')}")
    return next((EXTERNAL_RULES[key] for key in keys if key in EXTERNAL_RULES), None)
