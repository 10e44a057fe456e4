"""续期 on the pages of an authorization: when it can be asked for, that it is under way, that it is done."""

from datetime import date

from django.urls import reverse

from certification.authorizations.models.authorization import Authorization
from certification.authorizations.standing.entries import Entry, register_entry
from certification.authorizations.states import AuthorizationState
from certification.authorizations.term.continuity import continuation
from certification.changes.renewals.window import open_case, renewable, window
from tianfu.text.moments import full_day

S = AuthorizationState


def _holder(authorization: Authorization, day: date) -> Entry | None:
    state = authorization.effective_on(day)
    following = continuation(authorization)
    if following is not None:
        address = reverse("portal:authorization", args=[following.pk])
        return Entry("已续期", _followed(following), address, "查看新授权")
    case = open_case(authorization)
    if case is not None:
        due = None if case.number else window(authorization, day).closes_on
        words = f"续期 {case.number}：{case.get_state_display()}" if case.number else "续期还没有提交，请填写后提交"
        return Entry("续期", words, reverse("portal:application", args=[case.pk]), "继续", due=due)
    if state == S.EXPIRED:
        return Entry("重新申报", "授权已到期，可以随时重新申报", reverse("portal:application_new"), "重新申报")
    return _in_time(authorization, state, day) if state in (S.ACTIVE, S.SUSPENDED) else None


def _in_time(authorization: Authorization, state: S, day: date) -> Entry:
    address = reverse("portal:renewal", args=[authorization.pk])
    if not renewable(authorization):
        words = "有效期届满后须停止使用标识；需要继续使用的，到期后重新申报"
        return Entry("授权到期", words, address, due=authorization.ends_on)
    days = window(authorization, day)
    if day > days.closes_on:
        words = "申报续期的时间已过，到期后须停止使用标识，可以重新申报"
        return Entry("授权到期", words, address, due=authorization.ends_on)
    if state == S.SUSPENDED:
        return Entry("续期", "授权暂停期间不能续期，请先消除暂停原因", address, due=days.closes_on)
    if day < days.opens_on:
        words = "授权到期前须续期，否则到期失效"
        return Entry("续期", words, address, opens=days.opens_on, due=days.closes_on)
    return Entry(
        "续期", "现在可以申报续期，按期准予的，新授权与原授权首尾相接", address, "申报续期", due=days.closes_on
    )


def _operator(authorization: Authorization, day: date) -> Entry | None:
    following = continuation(authorization)
    if following is not None:
        return Entry("已续期", _followed(following), reverse("console:authorization", args=[following.pk]))
    case = open_case(authorization)
    if case is not None and case.number:
        words = f"续期 {case.number}：{case.get_state_display()}"
        return Entry("续期", words, reverse("console:review", args=[case.pk]))
    return None


def _followed(following: Authorization) -> str:
    return f"新授权 {following.number or '正在制证'}，自 {full_day(following.starts_on)}起生效"


register_entry("renewal", __name__, holder=_holder, operator=_operator)
