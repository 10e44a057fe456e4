"""Statutory rest days of years whose official notice is not out yet.

国务院令第 795 号 (2024, in force 2025-01-01): 元旦 1 day, 春节 4 days (除夕 and 初一 to 初三), 清明 1, 劳动节 2,
端午 1, 中秋 1, 国庆节 3. Moved weekends (调休) and days off in lieu are unknown until the yearly notice,
so a deadline over such a year is provisional.
Lunar dates: packages lunardate 0.3.0 and holidays 0.109 agree on every one (compared 2026-11-22).
"""

from datetime import date, timedelta

from tianfu.workflow.calendar.holiday_calendar import SpecialDay

DECREE = "《全国年节及纪念日放假办法》（国务院令第795号）；年度通知未公布，暂定"

# 初一, 清明, 端午, 中秋
_LUNAR: dict[int, tuple[date, date, date, date]] = {
    2027: (date(2027, 2, 6), date(2027, 4, 5), date(2027, 6, 9), date(2027, 9, 15)),
    2028: (date(2028, 1, 26), date(2028, 4, 4), date(2028, 5, 28), date(2028, 10, 3)),
    2029: (date(2029, 2, 13), date(2029, 4, 4), date(2029, 6, 16), date(2029, 9, 22)),
    2030: (date(2030, 2, 3), date(2030, 4, 5), date(2030, 6, 5), date(2030, 9, 12)),
}
YEARS = tuple(_LUNAR)


def provisional_days(year: int) -> list[SpecialDay]:
    """The rest days fixed by law in `year`. Without a lunar table, those with a fixed solar date."""
    named = {date(year, 1, 1): "元旦", date(year, 5, 1): "劳动节", date(year, 5, 2): "劳动节"}
    if year in _LUNAR:
        new_year, qingming, duanwu, zhongqiu = _LUNAR[year]
        named |= {new_year + timedelta(days=n): "春节" for n in range(-1, 3)}
        named |= {qingming: "清明", duanwu: "端午", zhongqiu: "中秋"}
    named |= {date(year, 10, day): "国庆节" for day in (1, 2, 3)}
    return [SpecialDay(day, True, name, True) for day, name in sorted(named.items())]
