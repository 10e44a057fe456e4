"""The papers that make an authorization: the certificate, and the mark in each of its forms."""

from certification.issuing.shapes import Certificate, Mark
from tianfu.papers.kinds import PaperKind, register_papers

CERTIFICATE = PaperKind("certificate", "标识使用授权证书", Certificate)
MARK_PACKAGE = PaperKind("mark_package", "标识文件包（ZIP）", Mark, "application/zip", ".zip", "zip")
MARK_SVG = PaperKind("mark_svg", "标识（SVG）", Mark, "image/svg+xml", ".svg", "svg")
MARK_PNG = PaperKind("mark_png", "标识（PNG，1200 像素）", Mark, "image/png", "-1200px.png", "png_1200")
MARK_PNG_LARGE = PaperKind("mark_png_large", "标识（PNG，2400 像素）", Mark, "image/png", "-2400px.png", "png_2400")
MARK_PDF = PaperKind("mark_pdf", "标识（PDF）", Mark, member="pdf")

MARK_MONO = PaperKind("mark_mono", "标识（单色 SVG）", Mark, "image/svg+xml", "-单色.svg", "mono")
MARK_GUIDE = PaperKind("mark_guide", "标识使用规范", Mark, suffix="-使用规范.pdf", member="guide")

register_papers(
    __name__, (CERTIFICATE, MARK_PACKAGE, MARK_SVG, MARK_PNG, MARK_PNG_LARGE, MARK_PDF, MARK_MONO, MARK_GUIDE)
)
