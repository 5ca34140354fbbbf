"""A moderator invites by a link shown once, and may take it back; nobody else knows of it."""

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from panel.identity.models import Person
from panel.membership.actors import Actor
from panel.membership.models import Invitation, Organisation, Panel, Role
from tests.conftest import SCRIPT, Installation
from tests.factories import a_panel, a_person, a_seat
from tests.membership.test_invitations import GUEST, an_invitation, followed
from tests.pages import beside, read, typed


def test_a_guest_comes_by_the_link_that_a_moderator_was_shown(
    mesa: Installation, mo: Actor
) -> None:
    form = {
        "for_name": "Rosa, of the Guests",
        "role": "commenter",
        "organisation": "new",
        "new_organisation": "Guests",
        "kind": "network",
        "days": "7",
    }
    moderator, guest = mesa.browser(mo), mesa.browser()
    listing = f"/p/{mo.panel.slug}/invitations"

    made = moderator.post(listing, data=form)
    assert made.status_code == 201
    link = typed_link(made)
    assert link.startswith("http://localhost/invitations/")
    assert link not in moderator.get(listing).text

    door = guest.get(link.removeprefix("http://localhost"))
    assert (door.status_code, door.location) == (302, "/invitation")
    page = guest.get("/invitation", headers={"Accept-Language": "en"})
    assert "Mo invites you to take part for Guests." in page.text
    assert typed(page, "name") == "Rosa, of the Guests"
    came = guest.post("/invitation", data=GUEST)

    assert (came.status_code, came.location) == (303, f"/p/{mo.panel.slug}")
    home = guest.get(came.location)
    assert read(home).body is not None
    assert read(home).select('body[data-role="commenter"]')
    with mesa.workshop.open_reading() as reading:
        assert reading.session.scalars(
            select(Organisation.kind).filter_by(name="Guests")
        ).one() == ("network")
        person = reading.session.scalars(select(Person).filter_by(email=GUEST["email"])).one()
        assert (person.name, person.language) == ("Rosa", "es")
        assert reading.session.scalars(select(Invitation.token_hash)).one() not in link
    assert "Rosa" in moderator.get(listing).text
    elsewhere = mesa.browser()
    signed_in = elsewhere.post("/sign-in", data=GUEST)
    assert signed_in.status_code == 303
    assert read(elsewhere.get(f"/p/{mo.panel.slug}")).select('body[data-role="commenter"]')


def typed_link(answer: TestResponse) -> str:
    [link] = read(answer).select("#link")
    return str(link["value"])


def test_an_invitation_that_was_taken_back_is_worth_nothing(mesa: Installation, mo: Actor) -> None:
    token, guest = an_invitation(mesa, mo), mesa.browser()
    assert followed(guest, token).status_code == 200
    listing = f"/p/{mo.panel.slug}/invitations"
    with mesa.workshop.open_reading() as reading:
        name = reading.session.scalars(select(Invitation.public_id)).one()

    for _ in range(2):  # twice is once
        revoked = mesa.browser(mo).post(f"{listing}/{name}/revocation")
        assert (revoked.status_code, revoked.location) == (303, listing)

    spanish = guest.get("/invitation", headers={"Accept-Language": "es"})
    assert spanish.status_code == 410
    assert "Esta invitación fue anulada." in read(spanish).get_text()
    assert guest.post("/invitation", data=GUEST).status_code == 410
    assert followed(mesa.browser(), token).status_code == 410


def test_an_invitation_that_was_used_cannot_be_taken_back(mesa: Installation, mo: Actor) -> None:
    token, guest = an_invitation(mesa, mo), mesa.browser()
    followed(guest, token)
    guest.post("/invitation", data=GUEST)
    with mesa.workshop.open_reading() as reading:
        name = reading.session.scalars(select(Invitation.public_id)).one()

    sent = mesa.browser(mo).post(f"/p/{mo.panel.slug}/invitations/{name}/revocation")

    assert sent.status_code == 409


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"for_name": " "}, "for_name"),
        ({"for_name": "x" * 121}, "for_name"),
        ({"role": "visitor"}, "role"),
        ({"role": "operator"}, "role"),
        ({"organisation": ""}, "organisation"),
        ({"organisation": "nowhere"}, "organisation"),
        ({"organisation": "new", "new_organisation": "x" * 161}, "new_organisation"),
        ({"organisation": "new", "new_organisation": "New", "kind": "club"}, "kind"),
        ({"days": "365"}, "days"),
    ],
)
def test_an_invitation_that_is_wrong_comes_back_as_it_was_typed(
    mesa: Installation, mo: Actor, wrong: dict[str, str], field: str
) -> None:
    with mesa.workshop.open_reading() as reading:
        house = reading.session.scalars(select(Organisation.public_id)).one()
    url, browser = f"/p/{mo.panel.slug}/invitations", mesa.browser(mo)
    right = {"for_name": "Rosa <i>", "role": "member", "organisation": house, "days": "7"}

    sent = browser.post(url, data=right | wrong)

    assert sent.status_code == 422
    assert beside(sent, field), field
    if field != "for_name":
        assert typed(sent, "for_name") == "Rosa <i>"
    with mesa.workshop.open_reading() as reading:
        assert not reading.session.scalars(select(Invitation)).all()
        assert len(reading.session.scalars(select(Organisation)).all()) == 1
    assert browser.post(url, data=right).status_code == 201


def test_a_link_is_made_with_our_own_address_whatever_the_request_says(
    mesa: Installation, mo: Actor
) -> None:
    with mesa.workshop.open_reading() as reading:
        house = reading.session.scalars(select(Organisation.public_id)).one()
    form = {"for_name": "Rosa", "role": "member", "organisation": house, "days": "7"}

    made = mesa.browser(mo).post(f"/p/{mo.panel.slug}/invitations", data=form)

    assert typed_link(made).startswith("http://localhost/invitations/")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MODERATOR])
def test_only_moderators_know_of_invitations(mesa: Installation, mo: Actor, role: Role) -> None:
    with mesa.workshop.open_work() as work:
        panel = work.session.get_one(Panel, mo.panel_id)
        visitor = role is Role.VISITOR
        who = a_person(work) if visitor else a_seat(work, panel, role)
        stranger = a_seat(work, a_panel(work), Role.MODERATOR)
    an_invitation(mesa, mo)
    with mesa.workshop.open_reading() as reading:
        name = reading.session.scalars(select(Invitation.public_id)).one()
    url = f"/p/{mo.panel.slug}/invitations"
    assert mesa.browser(mo).get(url).status_code == 200

    for browser in (mesa.browser(who), mesa.browser(stranger)):
        assert browser.get(url).status_code == 404
        assert browser.post(url, data={}).status_code in {403, 404}
        refused = browser.post(f"{url}/{name}/revocation", headers=SCRIPT)
        assert refused.status_code in {403, 404}
    assert mesa.browser().get(url).status_code == 401
    foreign = f"/p/{stranger.panel.slug}/invitations/{name}/revocation"
    assert mesa.browser(stranger).post(foreign).status_code == 404
    with mesa.workshop.open_reading() as reading:
        assert reading.session.scalars(select(Invitation.revoked_at)).one() is None
