"""State keys of a yearly report, static (domain 8.4)."""

from django.db.models import TextChoices


class ReportState(TextChoices):
    """From the day its window opens until the operator has accepted it."""

    DRAFT = "draft", "待报送"
    SUBMITTED = "submitted", "已报送"
    RETURNED = "returned", "退回补正"
    ACCEPTED = "accepted", "已接受"
    HANDED_ON = "handed_on", "由新授权报送"


# In these the holder writes, and may be late.
OPEN = (ReportState.DRAFT, ReportState.RETURNED)
# Nothing is owed any more: taken, or written under the authorization that continues this one.
DONE = (ReportState.ACCEPTED, ReportState.HANDED_ON)
