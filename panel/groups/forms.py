"""From what a browser sends about a working group to what an action takes, or why not."""

from collections.abc import Mapping
from datetime import date

from panel.discussion.actions.words import Words
from panel.discussion.forms import markdown, rendered
from panel.groups.actions.milestones import Plan
from panel.groups.models import MANDATE_LIMIT, MILESTONE_LIMIT, WHY_LIMIT
from panel.kernel.fields import Fields
from panel.kernel.messages import N_
from panel.membership.models import TITLE_LIMIT

YEARS = (2000, 2100)  # between them lies every day that a panel means
NO_DAY = N_("Please give a day.")
NO_YEAR = N_("Please give a day from the year 2000 to the year 2099.")


def name(form: Mapping[str, str]) -> str:
    """Read a better name."""
    fields = Fields(form)
    line = fields.line("name", TITLE_LIMIT)
    fields.check()
    return line


def mandate(form: Mapping[str, str]) -> tuple[Words, int]:
    """Read what a group is for, and which mandate that is to replace; nothing is an answer, too."""
    fields = Fields(form)
    body = markdown(fields, "body", MANDATE_LIMIT, optional=True)
    number = fields.number("number")
    fields.check()
    return rendered(body), number or 0


def plan(form: Mapping[str, str]) -> Plan:
    """Read a new milestone."""
    fields = Fields(form)
    title, due = fields.line("title", MILESTONE_LIMIT), _day(fields, "due")
    token = fields.token()
    fields.check()
    return Plan(title, due, token)


def title(form: Mapping[str, str]) -> str:
    """Read better words for a milestone."""
    fields = Fields(form)
    line = fields.line("title", MILESTONE_LIMIT)
    fields.check()
    return line


def move(form: Mapping[str, str]) -> tuple[date, str]:
    """Read by which other day a milestone is to be reached, and why."""
    fields = Fields(form)
    due, why = _day(fields, "due"), fields.line("reason", WHY_LIMIT)
    fields.check()
    return due, why


def done_on(form: Mapping[str, str], today: date) -> date:
    """Read on which day a milestone was reached; `today` is the panel's, and none comes later."""
    fields = Fields(form)
    on = _day(fields, "done_on")
    if on > today:
        fields.refuse("done_on", N_("This day has not come yet."))
    fields.check()
    return on


def _day(fields: Fields, name: str) -> date:
    written = fields.expect(name, _is_day, NO_DAY)
    day = date.fromisoformat(written) if _is_day(written) else date.min
    if not YEARS[0] <= day.year < YEARS[1]:
        fields.refuse(name, NO_YEAR)
    return day


def _is_day(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True
