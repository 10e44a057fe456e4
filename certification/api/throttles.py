"""Look-ups are counted by address (trust.md E 45, 46): numbers are guessable by design, lists are open data."""

from django.core.cache import caches
from rest_framework.throttling import AnonRateThrottle


class LookUpThrottle(AnonRateThrottle):
    scope = "look_up"
    cache = caches["local"]


class VerifyThrottle(LookUpThrottle):
    scope = "verify"
