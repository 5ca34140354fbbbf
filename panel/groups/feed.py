"""A group's milestones as iCalendar (RFC 5545): what calendars on phones and desks subscribe to."""

from datetime import timedelta

from icalendar import Calendar, Event, vText

from panel.groups.views import GroupPageView, MilestoneView

REFRESH = "PT6H"  # how often calendars may ask
DONE = "✓ "  # before the title of what is reached: an event has no other way to say so


def feed(group: GroupPageView, page: str) -> bytes:
    """Give the calendar of a group; `page` is the address where its milestones are explained.

    A milestone keeps its UID for ever, and its SEQUENCE grows with each change, so that calendars
    move the day that they have. Days have no hour: they are the same in every zone.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Mesa//Working groups//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(group.name))
    calendar.add("x-published-ttl", REFRESH)
    for milestone in group.milestones:
        calendar.add_component(_event(group, milestone, page))
    return bytes(calendar.to_ical())


def _event(group: GroupPageView, milestone: MilestoneView, page: str) -> Event:
    event = Event()
    event.add("uid", f"{milestone.id}@milestones.mesa")
    event.add("sequence", milestone.revision)
    event.add("dtstamp", milestone.changed_at)
    event.add("last-modified", milestone.changed_at)
    event.add("dtstart", milestone.due)
    event.add("dtend", milestone.due + timedelta(days=1))  # the end is no part of it
    event.add("summary", f"{DONE if milestone.done_on else ''}{milestone.title}")
    event.add("categories", [group.name])
    event.add("transp", "TRANSPARENT")  # nobody is busy because of it
    event.add("url", f"{page}#milestone-{milestone.id}")
    moved = [f"{one.from_due} → {one.to_due}: {one.why}" for one in milestone.moves]
    event.add("description", "\n".join([group.name, *moved]))
    return event
