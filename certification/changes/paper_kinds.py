"""The letters of a holder's changes."""

from tianfu.papers.kinds import PaperKind, register_papers
from tianfu.papers.shapes import Letter

register_papers(
    __name__,
    (
        PaperKind("change_granted", "准予变更决定书", Letter),
        PaperKind("change_refused", "不予变更决定书", Letter),
        PaperKind("succession_granted", "准予继受决定书", Letter),
        PaperKind("succession_refused", "不予继受决定书", Letter),
        PaperKind("change_returned", "变更申请补正通知书", Letter),
        PaperKind("cancel_returned", "注销申请退回通知书", Letter),
    ),
)
