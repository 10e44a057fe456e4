"""公示 again after a case was sent back: a whole new period; and every publication stands in the public log."""

import json
from datetime import timedelta

import pytest

from applications.models import Application
from applications.review.acts.passages import send_back
from applications.review.stages.public_notice.objections.acts import (
    answer_objection,
    check_summary,
    close_objection,
    record_objection,
)
from applications.review.stages.public_notice.publication import close_ended_notices
from tests import make
from tianfu.ledger.models import LogOutbox
from tianfu.workflow import clock as the_clock
from tianfu.workflow.signatures.shown import NO_PAGE

pytestmark = pytest.mark.django_db


def test_case_sent_back_from_its_notice_is_published_anew_for_the_whole_period(clock, reference):
    clock.set("2026-03-02")
    application, people = make.filed(), make.staff()
    application = make.advance_to(application, "public_notice", people, clock)
    number, first_end = application.notice.number, application.notice.ends_on
    objection = record_objection(application, user=people["operator"], source="letter", objector="某单位",
                                 contact="028-00009999", text="型号与报告不符", summary="对型号有疑问")  # fmt: skip
    check_summary(objection, user=people["operator_second"], approve=True, shown=NO_PAGE)
    answer_objection(objection, user=application.created_by, text="型号以报告为准")
    close_objection(
        objection, user=people["operator_second"], outcome="upheld", finding="型号确有出入，退回核实", shown=NO_PAGE
    )
    application = Application.objects.get(pk=application.pk)
    send_back(
        application, user=people["operator"], seen=application.revision, target="document_review", note="核实型号"
    )
    clock.set(first_end + timedelta(days=10))
    application = make.advance_to(application, "public_notice", people, clock)
    notice = application.notice
    assert (notice.number, the_clock.in_beijing(notice.published_at)) == (number, first_end + timedelta(days=10))
    assert notice.ends_on == application.due_on > first_end + timedelta(days=14)
    assert close_ended_notices(notice.ends_on) == 0
    clock.set(notice.ends_on + timedelta(days=1))
    assert close_ended_notices(the_clock.today()) == 1
    logged = [json.loads(row.entry) for row in LogOutbox.objects.order_by("pk")]
    published = [entry for entry in logged if entry["t"] == "notice.published"]
    assert [entry["number"] for entry in published] == [number, number]
    assert published[1]["until"] == notice.ends_on.isoformat()
