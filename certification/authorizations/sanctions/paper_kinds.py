"""The letters of an authorization's life."""

from tianfu.papers.kinds import PaperKind, register_papers
from tianfu.papers.shapes import Letter

register_papers(
    __name__,
    (
        PaperKind("suspension", "暂停使用标识决定书", Letter),
        PaperKind("reinstatement", "恢复使用标识决定书", Letter),
        PaperKind("withdrawal", "撤销标识使用授权决定书", Letter),
        PaperKind("cancellation", "注销标识使用授权决定书", Letter),
    ),
)
