"""What each kind of change asks for, and what stands in its way."""

from dataclasses import dataclass

from certification.authorizations.states import Cause
from certification.changes.requests.states import ChangeKind

_CERTIFICATE = (Cause.CERTIFICATE, Cause.CERTIFICATE_ENDED, Cause.BODY_LEFT)


@dataclass(frozen=True)
class Way:
    """`about`: for the holder who chooses. `evidence`: what to hand in; "" where none is needed, since it was handed in
    with the change of the enterprise. `barred_by`: causes of a suspension that are cured first. `by_two`: decided by
    two people. `on_certificate`: what it says must stand on the quality certificate, where the mark rests on one.
    `checked`: the new place is visited first, where the mark rests on no certificate."""

    about: str
    evidence: str
    barred_by: tuple[Cause, ...] = ()
    by_two: bool = True
    on_certificate: bool = False
    checked: bool = False


WAYS: dict[str, Way] = {
    ChangeKind.NAME: Way(
        "企业名称或住所的变更已在“企业信息”中核定生效，授权证书随之改名。不需要另交材料，由一人核对后登记。",
        "",
        by_two=False,
    ),
    ChangeKind.MODELS: Way(
        "增加、减少或改名型号规格。产品没有实质变化，并符合同一执行标准。",
        "如：型号差异说明、新型号的检测报告、质量认证证书。",
        (*_CERTIFICATE, Cause.QUALITY, Cause.OTHER),
        on_certificate=True,
    ),
    ChangeKind.STANDARD: Way(
        "执行标准换号、换年代号，或改用另一项标准。",
        "如：标准文本或自我声明公开的截图、按新标准检测的报告。",
        (*_CERTIFICATE, Cause.QUALITY, Cause.OTHER),
        on_certificate=True,
    ),
    ChangeKind.TRADEMARK: Way(
        "授权产品上使用的商标有变化。",
        "如：商标注册证、商标使用许可合同或备案。",
        (Cause.MISUSE, Cause.OTHER),
    ),
    ChangeKind.SITE: Way(
        "生产场所搬迁或更换。自我声明的，先由运营机构现场核查；品质认证的，质量认证证书须载明新的场所。",
        "如：新场所的证照、生产条件说明、搬迁后产品的检测报告。",
        (*_CERTIFICATE, Cause.QUALITY, Cause.OTHER),
        on_certificate=True,
        checked=True,
    ),
}
