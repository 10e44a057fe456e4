"""The data of the card."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from tianfu.papers.shapes import Sheet


@dataclass(frozen=True, kw_only=True)
class CertificateCard(Sheet):
    """What the certificate says, for a wallet or a showcase. `certificate_sha256`: of the certificate's own file."""

    template: ClassVar[str] = "certificate_card"
    kind_label: str = "证书卡片"
    title: str
    holder: str
    uscc: str
    product: str
    models: list[str] = field(default_factory=list)
    valid_from: date
    valid_until: date
    certificate_sha256: str
    note: str
