"""What a state machine stands on: aggregates, second signatures, jobs, policies, calendar, counters. Imports the clock."""

from tianfu.workflow.models.calendar import CalendarVersion, Holiday
from tianfu.workflow.models.clock_offset import ClockOffset
from tianfu.workflow.models.counter import Counter
from tianfu.workflow.models.endorsement import Endorsement
from tianfu.workflow.models.job import Job
from tianfu.workflow.models.policy import Policy
from tianfu.workflow.models.policy_proposal import PolicyProposal
from tianfu.workflow.models.posted_form import PostedForm

__all__ = [
    "CalendarVersion",
    "ClockOffset",
    "Counter",
    "Endorsement",
    "Holiday",
    "Job",
    "Policy",
    "PolicyProposal",
    "PostedForm",
]
