"""Instants, printed for the reader: in the panel's zone here, in the reader's own by the page."""

from datetime import date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import format_date, format_skeleton, format_time
from flask_babel import get_locale
from markupsafe import Markup

_SKELETONS = {"date": "yMMMMd", "relative": "yMMMd", "datetime": "yMMMMd"}
_WITH_TIME = {"relative", "datetime"}
ZONES = (*sorted(zone for zone in available_timezones() if "/" in zone), "UTC")
_KNOWN = frozenset(ZONES)


def is_zone(name: str) -> bool:
    """Tell whether a time zone of this name exists (IANA)."""
    return name in _KNOWN


def printed(moment: datetime, zone: str, style: str = "datetime") -> str:
    """Print an instant in a zone: style is date, datetime, time or relative (which has both)."""
    local, locale = moment.astimezone(ZoneInfo(zone)), str(get_locale())
    minute = time(local.hour, local.minute)
    if style == "time":
        return _time_in(minute, locale)
    day = _day_in(local.date(), _SKELETONS[style], locale)
    return f"{day}, {_time_in(minute, locale)}" if style in _WITH_TIME else day


@lru_cache(maxsize=4_096)  # a page of five hundred people has few days in it, and each takes 0.1 ms
def _day_in(day: date, skeleton: str, locale: str) -> str:
    return str(format_skeleton(skeleton, datetime.combine(day, time.min), locale=locale))


@lru_cache(maxsize=4_096)  # each minute of a day, in both languages
def _time_in(minute: time, locale: str) -> str:
    return str(format_time(minute, "short", locale=locale))


def moment(moment: datetime, zone: str, style: str = "relative") -> Markup:
    """Make the `<time>` element that static/ts/frame/times.ts turns to the reader's zone."""
    return Markup('<time datetime="{}" data-style="{}">{}</time>').format(
        moment.isoformat(timespec="seconds"), style, printed(moment, zone, style)
    )


def day(date: date) -> str:
    """Print a day that has no hour: the one on which something was decided, say."""
    return str(format_date(date, "long", locale=get_locale()))
