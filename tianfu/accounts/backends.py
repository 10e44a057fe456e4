from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import AnonymousUser

from tianfu.accounts.access.permissions import permissions_of_all
from tianfu.accounts.models import User


class RoleBackend(AuthenticationBackend):
    """Signs in by e-mail address; permissions come from the role grants held now, not from stored rows.

    So ending a grant takes effect with the next request, and nobody gains a right by a row of Django's groups.
    """

    def get_all_permissions(self, user_obj: User | AnonymousUser, obj: object | None = None) -> set[str]:
        if not isinstance(user_obj, User) or not user_obj.is_active or obj is not None:
            return set()
        if "_perm_cache" not in user_obj.__dict__:
            user_obj.__dict__["_perm_cache"] = permissions_of_all(user_obj.roles)
        return user_obj.__dict__["_perm_cache"]

    def get_group_permissions(self, user_obj: User | AnonymousUser, obj: object | None = None) -> set[str]:
        return self.get_all_permissions(user_obj, obj)

    def get_user_permissions(self, user_obj: User | AnonymousUser, obj: object | None = None) -> set[str]:
        return set()
