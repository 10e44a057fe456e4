"""What stands on a certificate and a mark: the authorization's own facts, never the live case."""

import re
from typing import Any

from applications.models import ProgrammeVersion
from certification.authorizations.models.authorization import Authorization
from certification.issuing.guide.rules import WRONG, carrier_rules, clauses, measures
from certification.issuing.shapes import Certificate, Mark, SpokenCertificate, SpokenMark
from tianfu.papers.art.artwork import wordmark
from tianfu.papers.art.qr import verify_url
from tianfu.papers.shapes import Clause
from tianfu.registry.spoken import HOUSE
from tianfu.workflow import clock

_BETWEEN_MODELS = re.compile(r"[、,,;;\n]+")


def model_list(text: str) -> list[str]:
    """The models of 「E-100、E-200」 one by one."""
    return [part.strip() for part in _BETWEEN_MODELS.split(text) if part.strip()]


def certificate_sheet(authorization: Authorization, edition: str = "") -> Certificate:
    """授权证书 (domain 7.2), in the words of the programme's version. The authorization must be numbered.

    `edition`: which version it is and what it replaces; "" on the first.
    """
    content = _version(authorization).content
    paper, route = content["papers"]["certificate"], authorization.get_route_display()
    shape, spoken = _spoken(content, Certificate, SpokenCertificate)
    return shape(
        **spoken,
        **_common(authorization),
        kind_label=paper["title"],
        title=paper["title"],
        english=paper.get("english", ""),
        standards=[authorization.standard],
        route=route,
        issued_on=authorization.decided_on,
        statement=paper["statement"].format(brand=content["name"], route=route, **_words(content)),
        note=paper["note"],
        edition=edition,
    )


def _spoken(content: dict[str, Any], plain: type[Any], spoken: type[Any]) -> tuple[type[Any], dict[str, Any]]:
    """The shape of a paper and the words it brings: none where the programme speaks as the engine does."""
    words = _words(content)
    return (plain, {}) if words == HOUSE else (spoken, {"words": words})


def _words(content: dict[str, Any]) -> dict[str, str]:
    return {key: content["words"][key] for key in ("grant", "right", "mark")}


def mark_sheet(authorization: Authorization) -> Mark:
    """The mark licensed to this product, with the programme's wordmark and, where one was signed, the agreement's rules."""
    content = _version(authorization).content
    mark = content["mark"]
    usage = [
        Clause(
            heading="使用范围",
            paragraphs=[
                f"本{content['words']['mark']}仅限用于“{authorization.product_name}”，可用于：{'、'.join(mark['carriers'])}。",
                "可以等比例缩放；不得拆分、变形、改色，不得遮挡编号和二维码。",
            ],
        )
    ]
    if content["routes"][authorization.route].get("agreement"):
        text = content["texts"]["agreement"]
        usage.append(Clause(heading="授权协议约定", paragraphs=list(text["body"])))
    if mark.get("note"):
        usage.append(Clause(heading="说明", paragraphs=[mark["note"]]))
    shape, spoken = _spoken(content, Mark, SpokenMark)
    sizes = measures(authorization)
    return shape(
        **spoken,
        **_common(authorization),
        artwork_svg=wordmark(mark["wordmark"], mark.get("latin", "")),
        usage=usage,
        guide=clauses(authorization, sizes),
        carriers=carrier_rules(authorization, mark["carriers"], sizes),
        wrong=list(WRONG),
    )


def _version(authorization: Authorization) -> ProgrammeVersion:
    return authorization.application.programme_version


def _common(authorization: Authorization) -> dict[str, Any]:
    number = authorization.number or ""
    return {
        "number": number,
        "made_at": clock.now(),
        "programme": authorization.programme.name,
        "issuer": _version(authorization).content["issuer"],
        "verify_url": verify_url(number),
        "holder": authorization.holder_name,
        "uscc": authorization.holder_uscc,
        "product": authorization.product_name,
        "models": model_list(authorization.models_text),
        "valid_from": authorization.starts_on,
        "valid_until": authorization.ends_on,
    }
