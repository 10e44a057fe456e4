"""A hash against what was made for a number: certificates of each version, their cards, files of the mark."""

import re
import unicodedata
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Q

from certification.authorizations.models.authorization import Authorization
from certification.issuing.cards.paper_kinds import CARD
from certification.issuing.models import AuthorizationCertificate, MarkFile
from tianfu.papers.models import Paper

_BETWEEN = re.compile(r"[\s:\-\u00ad]+")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def read_hash(text: str) -> str:
    """64 hexadecimal digits, however they were typed or copied. Raises ValidationError in words."""
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).lower().removeprefix("sha256")
    if not _SHA256.fullmatch(plain):
        raise ValidationError(
            "SHA-256 是 64 位数字和字母 a 至 f，请从证书或命令的结果中完整复制，或选择文件由网页计算。", code="hash"
        )
    return plain


@dataclass(frozen=True)
class Compared:
    """`what`: which of the platform's files it is, "" for none. `newest`: no later version took its place.
    `whole`: the file itself is equal; otherwise only what is printed on it was compared."""

    what: str = ""
    newest: bool = True
    whole: bool = True


def compare(authorization: Authorization, sha256: str) -> Compared:
    """Look among the papers of a published authorization for a file, or for a digest printed on one, with this hash."""
    papers = Paper.objects.filter(number=authorization.number).filter(Q(sha256=sha256) | Q(data__digest=sha256))
    versions = authorization.certificates.order_by("-version")
    last = versions.values_list("version", flat=True).first()
    for paper in papers:
        whole = paper.sha256 == sha256
        certificate = AuthorizationCertificate.objects.filter(paper=paper, authorization=authorization).first()
        if certificate is not None:
            return Compared(f"授权证书第 {certificate.version} 版", certificate.version == last, whole)
        if paper.kind == CARD.key:
            of = versions.filter(paper__sha256=paper.data["certificate_sha256"]).first()
            return Compared(paper.get_kind_display(), of is not None and of.version == last, whole)
        mark = MarkFile.objects.filter(file=paper.file_id, authorization=authorization).first()
        if mark is not None and whole:
            newer = authorization.marks.filter(format=mark.format, pk__gt=mark.pk)
            return Compared(f"标识文件（{mark.get_format_display()}）", not newer.exists())
    return Compared("")
