"""Artwork of a programme's mark: a quiet wordmark of our own, and the check of artwork that comes as data."""

import re
from functools import cache
from xml.etree.ElementTree import Element, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from django.core.exceptions import ValidationError

from tianfu.papers.art.outlines import text_path, text_width

SVG = "http://www.w3.org/2000/svg"
BAMBOO_DEEP, GOLD = "#174a35", "#9a7430"
_SHAPES = {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "title", "desc", "defs",
           "linearGradient", "radialGradient", "stop", "clipPath"}  # fmt: skip
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|(?:https?|data|javascript|file):", re.IGNORECASE)


@cache
def wordmark(name: str, latin: str = "") -> str:
    """`name` in serif outlines with a fine gold rule and its Latin spelling: our own artwork, no official geometry."""
    size, tracking = 20.0, 0.14
    width = text_width(name, "serif", size, tracking)
    height = 32.0 if latin else 24.0
    characters = text_path(name, "serif", size, 1, 18.6, tracking=tracking)
    heavier = f'stroke="{BAMBOO_DEEP}" stroke-width="0.35" stroke-linejoin="round"'
    parts = [f'<path fill="{BAMBOO_DEEP}" {heavier} d="{characters}"/>']
    if latin:
        letters = latin.upper()
        spread = (width - text_width(letters, "serif", 4.6)) / max(len(letters) - 1, 1) / 4.6
        parts.append(f'<path stroke="{GOLD}" stroke-width="0.3" d="M1 24.2H{width + 1:.2f}"/>')
        parts.append(
            f'<path fill="{GOLD}" d="{text_path(letters, "serif", 4.6, 1, 30.4, tracking=max(min(spread, 1.2), 0))}"/>'
        )
    return f'<svg xmlns="{SVG}" viewBox="0 0 {width + 2:.2f} {height:g}">{"".join(parts)}</svg>'


def embedded(artwork: str, x: float, y: float, width: float, height: float) -> str:
    """`artwork` fitted into a box as nested SVG, after `check_artwork`."""
    root = check_artwork(artwork)
    root.attrib.update({"x": f"{x:g}", "y": f"{y:g}", "width": f"{width:g}", "height": f"{height:g}"})
    root.attrib["preserveAspectRatio"] = "xMidYMid meet"
    text = tostring(root, encoding="unicode", default_namespace=None)
    return text.replace("ns0:", "").replace("xmlns:ns0", "xmlns")


def check_artwork(artwork: str) -> Element:
    """The parsed artwork. Raises ValidationError unless it is plain shapes: no text, script, picture or outside address."""
    try:
        root: Element = fromstring(artwork)
    except (ParseError, DefusedXmlException) as error:
        raise ValidationError("标识图样不是有效的 SVG，请重新导出后上传。", code="artwork") from error
    if root.tag != f"{{{SVG}}}svg" or "viewBox" not in root.attrib:
        raise ValidationError("标识图样应为带 viewBox 的 SVG，请在制图软件中设置画板后重新导出。", code="artwork")
    for element in root.iter():
        tag = element.tag.removeprefix(f"{{{SVG}}}")
        if tag not in _SHAPES:
            raise ValidationError(
                f"标识图样中含有 <{tag}>。请把文字转为路径，去掉图片、脚本和样式表后重新导出。", code="artwork"
            )
        for attribute, value in element.attrib.items():
            if attribute.lower().startswith("on") or _OUTSIDE.search(value):
                raise ValidationError("标识图样不得引用外部内容或含脚本，请去掉后重新导出。", code="artwork")
    return root
