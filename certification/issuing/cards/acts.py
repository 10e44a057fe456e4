"""Making the card of a certificate: once for each version, from the certificate's own data."""

from datetime import date

from certification.authorizations.models.authorization import Authorization
from certification.issuing.cards.paper_kinds import CARD
from certification.issuing.cards.shapes import CertificateCard
from certification.issuing.models import AuthorizationCertificate
from tianfu.files.models import StoredFile
from tianfu.papers.models import Paper
from tianfu.papers.snapshots import issue_paper
from tianfu.workflow import clock

PURPOSE = "certificate_card"


def card_of(certificate: AuthorizationCertificate) -> Paper | None:
    """The card of this version, if it was made."""
    return Paper.objects.filter(key=_key(certificate)).select_related("file").first()


def make_card(certificate: AuthorizationCertificate) -> Paper:
    """The same card however often it is asked for. Raises MissingGlyph, as the certificate itself would have."""
    sheet = _sheet(certificate)
    name = certificate.paper.file.name.removesuffix(".pdf")
    return issue_paper(CARD.key, sheet.template, sheet, name=f"{name}-卡片.pdf", purpose=PURPOSE, key=_key(certificate))


def _key(certificate: AuthorizationCertificate) -> str:
    return f"certificate_card:{certificate.pk}"


def _sheet(certificate: AuthorizationCertificate) -> CertificateCard:
    """In the words of the certificate as it was issued, never of today's register."""
    said = certificate.paper.data
    return CertificateCard(
        number=said["number"],
        made_at=clock.now(),
        programme=said["programme"],
        issuer=said["issuer"],
        verify_url=said["verify_url"],
        title=said["title"],
        holder=said["holder"],
        uscc=said["uscc"],
        product=said["product"],
        models=said["models"],
        valid_from=date.fromisoformat(said["valid_from"]),
        valid_until=date.fromisoformat(said["valid_until"]),
        certificate_sha256=certificate.paper.sha256,
        note=said["note"],
    )


def authorization_of_card(file: StoredFile) -> Authorization | None:
    """The authorization whose card this file is."""
    paper = Paper.objects.filter(file=file, kind=CARD.key).first()
    return Authorization.objects.filter(number=paper.number).first() if paper is not None else None
