"""The letters of the blacklist."""

from tianfu.papers.kinds import PaperKind, register_papers
from tianfu.papers.shapes import Letter

ENTRY = PaperKind("blacklist_entry", "列入黑名单决定书", Letter)
REMOVAL = PaperKind("blacklist_removal", "移出黑名单决定书", Letter)

register_papers(__name__, (ENTRY, REMOVAL))
