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
        PaperKind("restoration_refused", "不予恢复决定书", Letter),
        PaperKind("cause_lifted", "暂停原因消除通知书", Letter),
        PaperKind("certificate_replaced", "准予更换质量认证证书决定书", Letter),
        PaperKind("replacement_returned", "新证书退回通知书", Letter),
    ),
)
