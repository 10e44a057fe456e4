from collections.abc import Collection
from functools import cached_property
from typing import ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from tianfu.accounts.grants.start import HeldGrant, start_of
from tianfu.accounts.models.membership import Membership
from tianfu.accounts.models.organisation import Organisation
from tianfu.accounts.models.stamps import real_now
from tianfu.accounts.roles import Role
from tianfu.accounts.titles import title
from tianfu.text.columns import Email, Line, Phone

RIGHTS = frozenset({"view", "edit", "sign", "manage"})


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, *args: object, **fields: object) -> "User":
        raise NotImplementedError("本系统没有超级用户：首位系统管理员请用 manage.py administrators_found 建立。")

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractUser):
    """A person who signs in by e-mail address.

    What the person may do comes from role grants (staff) and memberships (enterprises, certification bodies).
    `is_staff` follows the grants (`granting.py`); `is_superuser` is never true.
    """

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = Email("电子邮箱", unique=True)
    name = Line("姓名", max_length=60, blank=True)
    phone = Phone("电话", max_length=30, blank=True)
    # PIPL art. 17: which text of the privacy notice the person agreed to, and when. Empty for invited officers.
    privacy_version = models.CharField("已同意的隐私说明版本", max_length=20, blank=True, editable=False)
    privacy_agreed_at = models.DateTimeField("同意时间", null=True, editable=False)

    created_by = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="建立账号的人"
    )

    # A new role holds only after this (tianfu.accounts.grants.start).
    proved_at = models.DateTimeField("首次出示第二验证因素的时间", null=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()  # type: ignore[misc,assignment]

    class Meta:
        verbose_name = verbose_name_plural = "用户"
        ordering = ("email",)
        permissions = (("manage_officers", "建立人员、授予和终止角色、停用账号"),)
        constraints = (
            models.UniqueConstraint(
                Lower("email"), name="user_email_unique_any_case", violation_error_message="这个电子邮箱已被使用。"
            ),
            # A superuser would pass every check, four eyes included.
            models.CheckConstraint(condition=models.Q(is_superuser=False), name="user_no_superuser"),
        )

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def _grants(self) -> list[HeldGrant]:
        if not self.is_active or self.pk is None:
            return []
        rows = self.role_grants.filter(ended_at=None).values_list(
            "role", "region_id", "granted_by_id", "confirmed_by_id", "granted_at", "waiting_hours", "programme"
        )
        return [
            HeldGrant(
                Role(role), region, frozenset({first, second} - {None}), start_of(at, hours, self.proved_at), hours, one
            )
            for role, region, first, second, at, hours, one in rows
        ]

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that hold now, wherever; none when the account is disabled. Read once per instance."""
        now = real_now()
        return frozenset(grant.role for grant in self._grants if grant.holds(now))

    @property
    def titles(self) -> list[str]:
        """What the roles that hold now are called, each once, in the order of roles."""
        now, order = real_now(), list(Role)
        held = sorted((grant for grant in self._grants if grant.holds(now)), key=lambda grant: order.index(grant.role))
        return list(dict.fromkeys(title(grant.role, grant.programme) for grant in held))

    @property
    def granted_roles(self) -> frozenset[Role]:
        """All roles given and not ended, those that do not hold yet included."""
        return frozenset(grant.role for grant in self._grants)

    @property
    def waiting_grants(self) -> list[HeldGrant]:
        """Roles given to this person that do not hold yet."""
        now = real_now()
        return [grant for grant in self._grants if not grant.holds(now)]

    @property
    def came_from(self) -> frozenset[int]:
        """Keys of the people who made this account, signed for a role held now, or let the person into an organisation
        or sign for it; these it does not check as a second."""
        givers = {self.created_by_id, *(giver for grant in self._grants for giver in grant.signatories)}
        if not self._grants:  # staff belong to no enterprise and no body
            givers |= {giver for row in self.active_memberships for giver in (row.decided_by_id, row.sign_by_id)}
        return frozenset(giver for giver in givers - {self.pk} if giver is not None)

    def held_grants_of(self, roles: Collection[Role]) -> list[HeldGrant]:
        """Those of these roles that hold now, each with its region and programme."""
        now = real_now()
        return [grant for grant in self._grants if grant.role in roles and grant.holds(now)]

    def regions_for(self, role: Role, programme: str | None = None) -> frozenset[str] | None:
        """Region codes the role is held for; None = everywhere; empty = the role is not held.

        With a programme's slug: only where it is held for this programme or for every one; with "" for every one alone.
        """
        held = self.held_grants_of([role])
        regions = [grant.region for grant in held if programme is None or grant.programme in ("", programme)]
        return None if None in regions else frozenset(region for region in regions if region)

    def has_role(self, role: Role, region_code: str | None = None, programme: str | None = None) -> bool:
        """Without a region: held anywhere. With one: held for that region or for the whole province.

        So with a programme (its slug): held for it or for every programme. What belongs to a case always names its own.
        """
        regions = self.regions_for(role, programme)
        if region_code is None:
            return regions is None or bool(regions)
        return regions is None or region_code in regions

    def has_unbound(self, role: Role, region_code: str | None = None) -> bool:
        """So, and for every programme: asked for what belongs to none (items, yearly plans, the blacklist)."""
        return self.has_role(role, region_code, programme="")

    @cached_property
    def active_memberships(self) -> list[Membership]:
        """With their organisations, read once per instance; empty when the account is disabled."""
        if not self.is_active or self.pk is None:
            return []
        return list(self.memberships.active().select_related("organisation").order_by("organisation__name", "pk"))

    def membership_in(self, organisation: Organisation) -> Membership | None:
        """The active membership; a pending or ended one is none."""
        return next((m for m in self.active_memberships if m.organisation_id == organisation.pk), None)

    def can(self, organisation: Organisation, right: str) -> bool:
        """Whether the person may "view", "edit", "sign" or "manage" for the organisation, as a member of it."""
        if right not in RIGHTS:
            raise ValueError(f"unknown right {right!r}")
        membership = self.membership_in(organisation)
        return membership is not None and (right == "view" or getattr(membership, f"can_{right}"))

    def forget_access(self) -> None:
        """Drops what this instance remembers of roles, memberships and permissions, after they were changed."""
        for name in ("_grants", "active_memberships", "_perm_cache", "_user_perm_cache", "_group_perm_cache"):
            self.__dict__.pop(name, None)
