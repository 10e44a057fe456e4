"""Every version of the certificate, in the timeline of its authorization."""

from collections.abc import Iterable

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.standing.timeline import Event, register_events


def _versions(authorization: Authorization) -> Iterable[Event]:
    for row in authorization.certificates.all():
        yield Event(row.issued_at, f"授权证书第 {row.version} 版制成", role="系统")


register_events("certificates", __name__, _versions)
