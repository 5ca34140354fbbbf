"""A working group, the people in it and around it, and what happens to its milestones."""

from datetime import date
from uuid import uuid4

from panel.groups.actions import milestones as actions
from panel.groups.actions.mandates import set_mandate
from panel.groups.actions.milestones import Doing, Plan
from panel.groups.queries.groups import group as find_group
from panel.groups.queries.groups import mandate
from panel.groups.queries.milestones import milestone as find
from panel.kernel.work import Work
from panel.membership.actions import contributors
from panel.membership.actions.groups import join_group, leave_group
from panel.membership.actors import Actor
from panel.membership.models import Role
from tests.conftest import Installation
from tests.factories import a_group, a_panel, a_seat, again, the_seat, words

FIRST, SECOND = date(2031, 5, 4), date(2031, 6, 7)


class Circle:
    """Mo moderates; Ana, and Rosa who reads, belong to the group; Coco comments outside of it."""

    def __init__(self, mesa: Installation) -> None:
        self.mesa = mesa
        with mesa.workshop.open_work() as work:
            self.panel = a_panel(work)
            self.mo = a_seat(work, self.panel, Role.MODERATOR, name="Mo", language="es")
            ana, rosa = (
                a_seat(work, self.panel, role, name=name, house=f"House of {name}")
                for role, name in ((Role.MEMBER, "Ana"), (Role.READER, "Rosa"))
            )
            self.coco = a_seat(work, self.panel, Role.COMMENTER, name="Coco")
            self.eva = a_seat(work, self.panel, name="Eva")
            self.guest = a_seat(work, self.panel, Role.AUTHORITY, name="Guest")
            group = a_group(work, self.panel, ana, rosa)
            self.group, self.name = group, group.public_id
            self.ana, self.rosa = again(work, ana), again(work, rosa)

    @property
    def url(self) -> str:
        return f"/p/{self.panel.slug}/groups/{self.name}"

    def doing(self, work: Work, milestone: str) -> Doing:
        actor = again(work, self.mo)
        found, _ = find_group(work, actor, self.name, lock=True)
        return Doing(work, actor, found, find(work, found, milestone, lock=True))

    def plans(self, title: str = "A first draft", due: date = FIRST) -> str:
        """Set a milestone; give its id."""
        with self.mesa.workshop.open_work() as work:
            found, _ = find_group(work, self.mo, self.name, lock=True)
            return actions.add(work, self.mo, found, Plan(title, due, uuid4())).public_id

    def moves(self, milestone: str, due: date = SECOND, why: str = "The harvest is late.") -> None:
        with self.mesa.workshop.open_work() as work:
            actions.move(self.doing(work, milestone), due, why)

    def finishes(self, milestone: str, on: date = FIRST) -> None:
        with self.mesa.workshop.open_work() as work:
            actions.finish(self.doing(work, milestone), on)

    def reopens(self, milestone: str) -> None:
        with self.mesa.workshop.open_work() as work:
            actions.reopen(self.doing(work, milestone))

    def removes(self, milestone: str) -> None:
        with self.mesa.workshop.open_work() as work:
            actions.remove(self.doing(work, milestone))

    def restores(self, milestone: str) -> None:
        with self.mesa.workshop.open_work() as work:
            actions.restore(self.doing(work, milestone))

    def retitles(self, milestone: str, title: str) -> None:
        with self.mesa.workshop.open_work() as work:
            actions.retitle(self.doing(work, milestone), title)

    def mandates(self, body: str = "To write the **module**.") -> None:
        with self.mesa.workshop.open_work() as work:
            found, _ = find_group(work, self.mo, self.name, lock=True)
            known = mandate(work, found)
            number = known.number if known else 0
            set_mandate(work, self.mo, found, words(body), number=number)

    def takes_in(self, who: Actor) -> None:
        with self.mesa.workshop.open_work() as work:
            join_group(work, self.mo, self.group, the_seat(work, who))

    def sees_out(self, who: Actor) -> None:
        with self.mesa.workshop.open_work() as work:
            leave_group(work, self.mo, self.group, the_seat(work, who))

    def makes_contributor(self, who: Actor) -> None:
        with self.mesa.workshop.open_work() as work:
            contributors.add_contributor(work, self.mo, self.group, the_seat(work, who))

    def ends_contributor(self, who: Actor) -> None:
        with self.mesa.workshop.open_work() as work:
            contributors.end_contributor(work, self.mo, self.group, the_seat(work, who))
