"""Console pages of the workflow floor: policies, calendar, jobs, demo clock."""

from tianfu.workflow.console import calendars, clock, jobs, policies

__all__ = ["calendars", "clock", "jobs", "policies"]
