"""A guest whose form is sent twice, by a second tap or again on a bad line, is in all the same."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select

from panel.identity.models import Person
from panel.live.models import Entry as Heard
from panel.membership.actions.seats import end_seat
from panel.membership.actors import Actor
from panel.membership.events import InvitationAccepted
from panel.membership.models import Seat
from tests.conftest import Installation
from tests.factories import a_person, again
from tests.membership.test_invitations import GUEST, an_invitation, followed
from tests.pages import read


def test_a_form_sent_twice_at_the_same_moment_makes_one_account_and_lets_in_both_times(
    mesa: Installation, mo: Actor
) -> None:
    token, together, guests = an_invitation(mesa, mo), Barrier(2), [mesa.browser(), mesa.browser()]
    for guest in guests:
        assert followed(guest, token).status_code == 200

    def come(n: int) -> tuple[int, str | None]:
        together.wait()
        came = guests[n].post("/invitation", data=GUEST)
        return came.status_code, came.location

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(come, range(2)))

    assert answers == [(303, f"/p/{mo.panel.slug}")] * 2
    with mesa.workshop.open_reading() as reading:
        assert len(reading.session.scalars(select(Person)).all()) == 2
        assert len(reading.session.scalars(select(Seat)).all()) == 2


def test_a_form_sent_again_because_the_answer_was_lost_leads_on(
    mesa: Installation, mo: Actor
) -> None:
    token, guest, retried = an_invitation(mesa, mo), mesa.browser(), mesa.browser()
    for browser in (guest, retried):  # the second: the same browser, without the lost cookies
        followed(browser, token)
    first = guest.post("/invitation", data=GUEST)

    wrong = retried.post("/invitation", data=GUEST | {"password": "a wrong sentence"})
    second = retried.post("/invitation", data=GUEST)

    assert (first.status_code, wrong.status_code, second.status_code) == (303, 410, 303)
    assert second.location == first.location
    assert read(retried.get(second.location)).select('body[data-role="member"]')
    with mesa.workshop.open_reading() as reading:
        assert len(reading.session.scalars(select(Person)).all()) == 2
        assert len(reading.session.scalars(select(Seat)).all()) == 2
        heard = select(Heard.seq).filter_by(kind=InvitationAccepted.kind)
        assert len(reading.session.scalars(heard).all()) == 1


def test_a_form_sent_again_by_the_guest_who_is_in_leads_on(mesa: Installation, mo: Actor) -> None:
    token, guest = an_invitation(mesa, mo), mesa.browser()
    followed(guest, token)
    first = guest.post("/invitation", data=GUEST)

    again_ = [guest.post("/invitation", data=GUEST), guest.get("/invitation")]
    again_ += [guest.get(f"/invitations/{token}"), guest.get("/invitation")]

    assert [answer.status_code for answer in again_] == [303, 303, 302, 303]
    assert {answer.location for answer in again_} == {first.location, "/invitation"}


def test_an_invitation_leads_on_nobody_else_nor_who_has_left(mesa: Installation, mo: Actor) -> None:
    with mesa.workshop.open_work() as work:
        ana, eva = a_person(work, "Ana"), a_person(work, "Eva")
    token = an_invitation(mesa, mo)
    taker, other = mesa.browser(ana), mesa.browser(eva)
    for browser in (taker, other):
        followed(browser, token)
    assert [taker.post("/invitation").status_code for _ in range(2)] == [303, 303]

    assert other.post("/invitation").status_code == other.get("/invitation").status_code == 410
    with mesa.workshop.open_work() as work:
        seat = work.session.scalars(select(Seat).filter_by(person_id=ana.id)).one()
        end_seat(work, again(work, mo), seat)
    assert taker.post("/invitation").status_code == taker.get("/invitation").status_code == 410
