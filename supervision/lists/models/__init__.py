"""Tables of the lists."""

from supervision.lists.models.blacklist import BlacklistChange, BlacklistEndorsement, BlacklistEntry
from supervision.lists.models.lead import Lead, LeadChange, LeadEndorsement, LeadPhoto
from supervision.lists.models.lead_answer import LeadAnswer
from supervision.lists.models.paper import BlacklistPaper
from supervision.lists.models.risk import Letter, RiskClass

__all__ = [
    "BlacklistChange",
    "BlacklistEndorsement",
    "BlacklistEntry",
    "BlacklistPaper",
    "Lead",
    "LeadAnswer",
    "LeadChange",
    "LeadEndorsement",
    "LeadPhoto",
    "Letter",
    "RiskClass",
]
