"""How cases are found: by desk, region, handler, number, and in the order of the work list."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from applications.cases.states import FINAL, STAGES
from tianfu.text.columns import Pieces

INDEXES: list[models.Index] = [
    models.Index(fields=["state", "due_on"], name="application_desk"),
    models.Index(fields=["region", "state"], name="application_region"),
    models.Index(fields=["handler", "state"], name="application_handler"),
    # The work list as it is opened, and by number or the beginning of one.
    models.Index(fields=["due_on", "id"], name="application_due"),
    models.Index(fields=["due_on", "id"], condition=Q(state__in=STAGES), name="application_due_under_way"),
    models.Index(fields=["due_on", "id"], condition=Q(state__in=FINAL), name="application_due_finished"),
    models.Index(fields=["search"], opclasses=["text_pattern_ops"], name="application_number_begins"),
    GinIndex(Pieces("search"), name="application_pieces"),
]
