"""What stands in the way of a succession: asked when it is filed and, with the same words, when it is decided."""

from collections.abc import Callable

from applications.models import Enterprise, Product
from certification.authorizations.models.authorization import Authorization
from certification.authorizations.standing.open_matters import open_matters
from certification.authorizations.states import LIVE, AuthorizationState
from certification.certificates.losses.grounds import standing_problems
from certification.certificates.models import QualityCertificate
from certification.changes.successions.models import Succession
from certification.changes.successions.states import SuccessionState
from certification.issuing.reissue import being_made
from tianfu.text.search_key import search_key
from tianfu.workflow import clock

OPEN_KEY = "successions"
# What floors above know against an enterprise (blacklist, bar after 撤销): (enterprise, programme's slug) → sentences.
Check = Callable[[Enterprise, str], list[str]]
_checks: dict[str, Check] = {}


def register_successor_check(key: str, check: Check) -> None:
    """Asked of whoever shall hold the mark. Called at start-up."""
    _checks[key] = check


def open_succession(authorization: Authorization) -> str:
    """For `open_matters`."""
    if authorization.successions.open().exists():
        return "继受申请正在办理，请等待办结，或先撤回。"
    return ""


def mark_problems(authorization: Authorization) -> list[str]:
    """Why the mark cannot pass on today. One that is down comes up first: nobody takes over what is not in order."""
    state = authorization.effective_on(clock.today())
    if state != AuthorizationState.ACTIVE:
        more = "，请先消除暂停的原因" if state == AuthorizationState.SUSPENDED else ""
        return [f"授权当前“{state.label}”，不能继受{more}。"]
    return ["上一次变更的证书和标识正在制作，制成后才能继受。"] if being_made(authorization) else []


def filing_problems(authorization: Authorization) -> list[str]:
    """Why the holder cannot ask now."""
    return mark_problems(authorization) + open_matters(authorization)


def successor_problems(authorization: Authorization, successor: Enterprise | None) -> list[str]:
    """Why this enterprise cannot hold the mark."""
    if successor is None or successor.verified_at is None:
        return ["没有使用该代码、已通过核验的企业。请继受企业先在平台注册并认领，核验通过后再申请。"]
    if successor.pk == authorization.enterprise_id:
        return ["这是持有人自己的代码，请填写继受企业的代码。名称变更请申请变更“名称和住所”。"]
    slug = authorization.programme_slug
    problems = [sentence for check in _checks.values() for sentence in check(successor, slug)]
    twins = Product.objects.filter(enterprise=successor, name=authorization.product_name)
    held = Authorization.objects.filter(
        product__in=twins, programme=authorization.programme_id, state__in=LIVE, ends_on__gte=clock.today()
    ).filter(product__models_text=authorization.product.models_text)
    problems += [f"继受企业的同一产品已有有效授权 {row}。" for row in held]
    return problems


def certificate_problems(
    authorization: Authorization, successor: Enterprise, certificate: QualityCertificate | None
) -> list[str]:
    """Why the successor's certificate does not bear the mark; [] for a mark that rests on none."""
    if authorization.basis != "certificate":
        return []
    if certificate is None:
        return ["请选择以继受企业为持证人的质量认证证书；列表中没有的，请联系发证机构换发后录入。"]
    problems = standing_problems(certificate, clock.today())
    if certificate.holder_uscc != successor.uscc:
        problems.append("证书持有人不是继受企业。")
    if search_key(certificate.product_name) != search_key(authorization.product_name):
        problems.append(f"证书产品“{certificate.product_name}”与授权产品“{authorization.product_name}”不一致。")
    return problems


def accept_problems(succession: Succession) -> list[str]:
    """Why it cannot be granted today."""
    mark = succession.authorization
    problems = mark_problems(mark) + open_matters(mark, but=OPEN_KEY)
    problems += successor_problems(mark, succession.successor)
    if succession.state == SuccessionState.WAITING:
        problems += certificate_problems(mark, succession.successor, succession.certificate)
    return problems
