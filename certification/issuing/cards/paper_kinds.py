"""The card as a paper of its own: certificates that were issued before it stay as they are."""

from certification.issuing.cards.shapes import CertificateCard
from tianfu.papers.kinds import PaperKind, register_papers

CARD = PaperKind("certificate_card", "证书卡片", CertificateCard)

register_papers(__name__, (CARD,))
