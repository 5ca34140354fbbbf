"""The list of invitations: what became of each, some at a time, and never of another panel."""

from dataclasses import replace
from datetime import timedelta

from panel.kernel.work import Work
from panel.membership.actions.invitations import Offer, accept, invite, revoke
from panel.membership.actions.panels import Entry
from panel.membership.actors import Actor
from panel.membership.models import Invitation, Role
from panel.membership.queries import invited
from tests.conftest import Installation
from tests.factories import a_panel, a_person, a_seat

STATES = ("open", "revoked", "expired", "used", "some", "full")


def one(work: Work, mo: Actor, state: str) -> Invitation:
    """Invite somebody, or an organisation, and let something become of it."""
    seats = {"some": 3, "full": 1}.get(state)
    token = invite(work, mo, Offer(state, Role.READER, Entry("Guests"), 7, seats=seats))
    invitation = invited.invitation_by(work, invited.token_hash(token))
    if state in {"used", "some", "full"}:
        accept(work, invitation, a_person(work, state))
    if state == "revoked":
        revoke(work, mo, invitation)
    if state == "expired":
        invitation.expires_at = work.at
    return invitation


def test_the_clause_and_the_predicate_say_the_same(mesa: Installation, mo: Actor) -> None:
    with mesa.workshop.open_work() as work:
        made = {one(work, mo, state).public_id: state for state in STATES}
    kinds = {"open": "waiting", "used": "came", "revoked": "revoked", "expired": "expired"}

    with mesa.workshop.open_reading() as reading:
        now = mesa.workshop.clock()
        found = {
            kind: {made[view.id] for view in invited.invitations(reading, mo, now, kind).page}
            for kind in invited.KINDS
        }
        everything = invited.invitations(reading, mo, now)

    assert found == {
        "all": set(STATES),
        "waiting": {"open", "some"},
        "failed": set(),
        "came": {"used", "some", "full"},
        "expired": {"expired"},
        "revoked": {"revoked"},
    }
    assert everything.counts == {kind: len(names) for kind, names in found.items()}
    for view in everything.page:
        assert made[view.id] in found[kinds[view.state]]
    assert [made[view.id] for view in everything.page] == list(reversed(STATES))


def test_a_long_list_is_read_page_by_page(mesa: Installation, mo: Actor) -> None:
    with mesa.workshop.open_work() as work:
        for n in range(60):
            invite(work, mo, Offer(f"Guest {n}", Role.READER, Entry("Guests"), 7))

    with mesa.workshop.open_reading() as reading:
        now = mesa.workshop.clock()
        first = invited.invitations(reading, mo, now)
        second = invited.invitations(reading, mo, now, "all", first.older)

    names = [view.for_name for view in (*first.page, *second.page)]
    assert names == [f"Guest {n}" for n in reversed(range(60))]
    assert (len(first.page), second.older) == (50, "")
    listing = f"/p/{mo.panel.slug}/invitations"
    page = mesa.browser(mo).get(f"{listing}?before={first.older}&show=waiting")
    assert "Guest 9" in page.text
    assert "Guest 10" not in page.text


def test_another_panel_is_not_told(mesa: Installation, mo: Actor) -> None:
    with mesa.workshop.open_work() as work:
        other = a_seat(work, a_panel(work), Role.MODERATOR, name="Other")
        theirs = one(work, other, "open").public_id
    listing = f"/p/{mo.panel.slug}/invitations"

    page = mesa.browser(mo).get(f"{listing}?sent={theirs}&before={theirs}&show=nonsense")

    assert page.status_code == 200
    assert theirs not in page.text.replace(f"sent={theirs}", "")
    for what in ("revocation", "resending", "seats"):
        sent = mesa.browser(mo).post(f"{listing}/{theirs}/{what}", data={"seats": "3"})
        assert sent.status_code == 404


def test_a_link_that_was_taken_back_or_has_expired_stays_over_when_seats_are_left(
    mesa: Installation, mo: Actor
) -> None:
    later = replace(mesa.workshop, clock=lambda: mesa.workshop.clock() + timedelta(days=8))
    with mesa.workshop.open_work() as work:
        name = one(work, mo, "some").public_id

    with later.open_reading() as reading:
        view = invited.named(reading, mo, name, later.clock())

    assert view
    assert (view.state, len(view.came)) == ("expired", 1)
