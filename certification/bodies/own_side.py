"""Who may act for a body on an enterprise's certificate. A leaf below the models, for the door's rules."""

from tianfu.accounts.access.both_sides import BothSides
from tianfu.accounts.access.separation import side_problems
from tianfu.accounts.models import Membership, Organisation, User


def body_act_problems(user: User, body: Organisation, holder_uscc: str) -> list[str]:
    """Against an act of `user` for `body` on a certificate of the enterprise with this code: he is or was of it."""
    held = Membership.objects.filter(user=user, organisation__in=Organisation.objects.bearing(holder_uscc))
    own = held.select_related("organisation").first()
    problems = side_problems(user, body)
    if own is not None and not problems:
        sentence = f"您是或曾是“{own.organisation}”的成员，不能办理该企业的证书，请由本机构其他人员办理。"
        problems.append(BothSides(sentence, user.pk))
    return problems
