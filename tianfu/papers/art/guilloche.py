"""Security drawing for certificates: woven bands along a frame, and a rosette ground, as one SVG.

Drawn once per process and put into the template's text, so that it is hashed and kept with the wording.
Lengths are millimetres on an A4 landscape sheet; the SVG counts hundredths.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

WIDTH, HEIGHT = 297, 210
BAMBOO, GOLD = "#23694c", "#9a7430"
# Tints of the two, solid rather than transparent: offset and office printers keep a fine line in a solid tint.
BAMBOO_MID, BAMBOO_FAINT, GOLD_FAINT = "#4f8a70", "#dceae2", "#f0e8d6"

Point = tuple[float, float]


@dataclass(frozen=True)
class Frame:
    """A rounded rectangle that bands run along."""

    x: float
    y: float
    w: float
    h: float
    r: float

    @property
    def length(self) -> float:
        return 2 * (self.w + self.h - 4 * self.r) + 2 * math.pi * self.r

    def at(self, s: float, outward: float) -> Point:
        """The point `s` along the frame, clockwise from the top left, moved `outward`."""
        a, b, q = self.w - 2 * self.r, self.h - 2 * self.r, math.pi * self.r / 2
        left, top = self.x + self.r, self.y + self.r
        right, bottom = left + a, top + b
        for length, corner, start in (
            (a, (right, top), -90.0),
            (b, (right, bottom), 0.0),
            (a, (left, bottom), 90.0),
            (b, (left, top), 180.0),
        ):
            normal = math.radians(start)
            reach = self.r + outward
            if s < length:
                back = length - s
                return (
                    corner[0] + reach * math.cos(normal) + back * math.sin(normal),
                    corner[1] + reach * math.sin(normal) - back * math.cos(normal),
                )
            s -= length
            if s < q:
                angle = normal + s / self.r
                return corner[0] + reach * math.cos(angle), corner[1] + reach * math.sin(angle)
            s -= q
        return self.at(0, outward)


# How far along it the handles of a piece reach, which is a half wave from crest to trough: by a third, as for any line, it
# would be a fiftieth of its depth too steep; by this it is a cosine to a two-thousandth.
_HANDLE = 0.3642


def closed_line(curve: Callable[[float], Point], waves: int) -> str:
    """The closed line `curve(u)`, 0 ≤ u < 1, of so many waves, the first with its crest or trough at 0: two Bézier pieces
    a wave, with its own tangents at crest and trough; relative, whole hundredths."""
    pieces, near = 2 * waves, 1e-5
    step = 1 / pieces
    knots = []
    for i in range(pieces + 1):
        u = i * step
        (x, y), (ax, ay), (bx, by) = curve(u % 1), curve((u - near) % 1), curve((u + near) % 1)
        reach = step * _HANDLE / (2 * near) * 100
        knots.append((x * 100, y * 100, (bx - ax) * reach, (by - ay) * reach))
    parts = [f"M{round(knots[0][0])} {round(knots[0][1])}c"]
    for (x, y, dx, dy), (ex, ey, fx, fy) in pairwise(knots):
        bx, by = round(x), round(y)
        numbers = (x + dx - bx, y + dy - by, ex - fx - bx, ey - fy - by, round(ex) - bx, round(ey) - by)
        parts.append(" ".join(str(round(number)) for number in numbers) + " ")
    return "".join(parts).rstrip() + "z"


def strands(lines: list[str], colour: str, weight: float) -> str:
    """Several lines as one stroked path; `weight` in mm."""
    return f'<path fill="none" stroke="{colour}" stroke-width="{weight * 100:g}" d="{"".join(lines)}"/>'


def band(frame: Frame, waves: int, count: int, swing: Callable[[int], tuple[float, float]]) -> list[str]:
    """`count` closed strands along `frame`, each a cosine of `waves` waves; `swing(strand)` is how far it swings, in mm,
    and at which part of a wave its crest stands."""

    def strand(reach: float, crest: float) -> Callable[[float], Point]:
        def at(u: float) -> Point:
            along = (u + crest / waves) % 1
            return frame.at(along * frame.length, reach * math.cos(2 * math.pi * waves * u))

        return at

    return [closed_line(strand(*swing(k)), waves) for k in range(count)]


def woven_ring(cx: float, cy: float, radius: float, depth: float, petals: int, count: int) -> list[str]:
    """A ring of sine strands with evenly spaced phases: the weave of banknotes."""

    def strand(k: int) -> Callable[[float], Point]:
        def at(u: float) -> Point:
            angle = 2 * math.pi * (u - k / count / petals)
            reach = radius + depth * math.cos(2 * math.pi * petals * u)
            return cx + reach * math.cos(angle), cy + reach * math.sin(angle)

        return at

    return [closed_line(strand(k), petals) for k in range(count)]


def _border() -> list[str]:
    middle = Frame(14.0, 14.0, WIDTH - 28.0, HEIGHT - 28.0, 9.0)
    return [
        strands(band(middle, 72, 8, lambda k: ((k - 3.5) / 3.5 * 3.9, 1 / 4)), BAMBOO_MID, 0.09),
        strands(band(middle, 72, 8, lambda k: ((k - 3.5) / 3.5 * 3.9, 0)), BAMBOO, 0.1),
        strands(band(middle, 144, 4, lambda k: (1.2, (1 - k) / 4)), GOLD, 0.13),
    ]


def _corners() -> list[str]:
    parts = []
    for cx in (16.9, WIDTH - 16.9):
        for cy in (16.9, HEIGHT - 16.9):
            parts += [
                f'<circle cx="{cx * 100:g}" cy="{cy * 100:g}" r="770" fill="#fff"/>',
                strands(woven_ring(cx, cy, 6.1, 1.15, 24, 6), BAMBOO, 0.1),
                strands(woven_ring(cx, cy, 3.3, 1.65, 12, 6), GOLD, 0.11),
                strands(woven_ring(cx, cy, 1.1, 0.8, 6, 4), BAMBOO, 0.09),
            ]
    return parts


def _ground(cx: float = WIDTH / 2, cy: float = 113.0) -> list[str]:
    return [
        strands(woven_ring(cx, cy, 62, 6.5, 48, 8), BAMBOO_FAINT, 0.1),
        strands(woven_ring(cx, cy, 49, 6.5, 36, 8), GOLD_FAINT, 0.1),
        strands(woven_ring(cx, cy, 35.5, 7, 30, 8), BAMBOO_FAINT, 0.1),
        strands(woven_ring(cx, cy, 16, 12.5, 12, 12), BAMBOO_FAINT, 0.1),
    ]


@cache
def certificate_ground() -> str:
    """Border and ground of the certificate as SVG, without text, links or style."""
    body = "".join(_ground() + _border() + _corners())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH * 100} {HEIGHT * 100}" '
        f'width="{WIDTH}mm" height="{HEIGHT}mm">{body}</svg>'
    )


def typst_part() -> str:
    """The drawing as a typst value, `guilloche-svg`."""
    return f"#let guilloche-svg = {_quoted(certificate_ground())}\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
