"""Enterprises of before each claimant had one of their own: a refused claimant's and the next one's things on one row.

They are named, not split: whose a draft or a product is, only people know who ask both. `manage.py check --database
default` says which they are, so that nobody approves the later claim unaware.
"""

from django.db.models import Exists, F, OuterRef

from applications.enterprises.models import EnterpriseClaim

_REFUSED = EnterpriseClaim.Status.REFUSED


def mixed_claims() -> list[EnterpriseClaim]:
    """Standing claims on an enterprise for which somebody else was refused before; oldest first."""
    earlier = EnterpriseClaim.objects.filter(
        enterprise=OuterRef("enterprise"), status=_REFUSED, claimed_at__lt=OuterRef("claimed_at")
    ).exclude(user=OuterRef("user"))
    rows = EnterpriseClaim.objects.exclude(status=_REFUSED).filter(Exists(earlier), enterprise__verified_at=None)
    return list(rows.select_related("enterprise__organisation", "user").order_by("claimed_at", F("pk")))


def in_words(claim: EnterpriseClaim) -> str:
    """One sentence for whoever runs the platform; no personal data beyond the account's number."""
    others = claim.enterprise.claims.filter(status=_REFUSED).exclude(user=claim.user)
    refused = "、".join(str(pk) for pk in sorted(set(others.values_list("user", flat=True))))
    return (
        f"企业 {claim.enterprise_id}（{claim.enterprise.uscc}）先由账号 {refused} 认领未通过，"
        f"再由账号 {claim.user_id} 认领，双方填写的内容在同一企业名下。"
    )
