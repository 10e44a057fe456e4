"""The papers of a case."""

from applications.papers.shapes import Agreement, Comparison, FilingReadback, Notice, Receipt
from tianfu.papers.kinds import PaperKind, register_papers
from tianfu.papers.shapes import Letter

register_papers(
    __name__,
    (
        PaperKind("receipt", "申报回执", Receipt),
        PaperKind("filing", "申报书", FilingReadback),
        PaperKind("acceptance", "受理通知书", Letter),
        PaperKind("correction", "补正通知书", Letter),
        PaperKind("not_accepted", "不予受理通知书", Letter),
        PaperKind("rejection", "不予授权决定书", Letter),
        PaperKind("grant", "准予授权决定书", Letter),
        PaperKind("termination", "终止办理通知书", Letter),
        PaperKind("agreement", "标识使用授权协议", Agreement),
        PaperKind("comparison", "指标对比表", Comparison),
        PaperKind("notice", "公示", Notice),
    ),
)
