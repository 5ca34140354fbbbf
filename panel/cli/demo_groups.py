"""What the demo's working groups are for and want to reach, played through the members' actions."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4

from panel.cli.demo_playing import Playing, actor_of, first_moderator, group_of, seat_of, words
from panel.groups.actions.mandates import set_mandate
from panel.groups.actions.milestones import Doing, Plan, add, finish, move
from panel.groups.queries.milestones import milestone as find
from panel.groups.queries.milestones import today
from panel.kernel.work import Work
from panel.membership.actions.contributors import add_contributor


@dataclass(frozen=True)
class DemoMove:
    """So many hours before now it was moved to a day so many days from now, and why."""

    hours_ago: float
    due_in: int
    why: str


@dataclass(frozen=True)
class DemoMilestone:
    """A milestone; days count from today, and those before it are negative."""

    title: str
    hours_ago: float
    due_in: int
    moved: DemoMove | None = None
    done_in: int | None = None


@dataclass(frozen=True)
class DemoWorkingGroup:
    """The mandate of a group of `demo_data.GROUPS`, what it wants to reach, who contributes."""

    key: str
    hours_ago: float
    mandate: str
    milestones: tuple[DemoMilestone, ...] = ()
    contributors: tuple[str, ...] = ()


WORKING_GROUPS = (
    DemoWorkingGroup(
        key="modulo",
        hours_ago=500,
        mandate=(
            "La Mesa encargó a este grupo **el primer módulo del programa educativo**: seis "
            "lecciones sobre qué es una mutual, cómo nace y cómo se sostiene, para usar en "
            "colegios, universidades y organizaciones.\n\n"
            "- Cada lección se prueba con un grupo de verdad antes de darse por terminada.\n"
            "- El relato es de cada país; las preguntas son las mismas en todas partes, para que "
            "otros puedan adaptar el módulo.\n"
            "- El grupo termina cuando la Mesa reciba las seis lecciones y la guía de quien "
            "enseña.\n\n"
            "Se reúne los jueves a las 4 de la tarde. Lo que se decide queda escrito en un hilo."
        ),
        milestones=(
            DemoMilestone(
                "Lecciones 1 y 2 probadas con dos grupos", hours_ago=499, due_in=-16, done_in=-17
            ),
            DemoMilestone("Preguntas comunes de la lección 3, acordadas", hours_ago=499, due_in=-4),
            DemoMilestone(
                "Lección 3 lista para probar en Bello y en Quibdó",
                hours_ago=499,
                due_in=9,
                moved=DemoMove(
                    hours_ago=90,
                    due_in=23,
                    why="El colegio de Quibdó está en exámenes; la probamos cuando vuelvan.",
                ),
            ),
            DemoMilestone(
                "Entrega del módulo completo a la asamblea de la Mesa", hours_ago=498, due_in=74
            ),
        ),
        contributors=("maelle",),
    ),
    DemoWorkingGroup(
        key="portabilidad",
        hours_ago=480,
        mandate=(
            "Proponer a la Mesa **una hoja de traslado**: lo que debe viajar con quien cambia de "
            "ciudad y de organización, para que nadie vuelva a empezar de cero.\n\n"
            "El grupo escribe el documento, lo prueba con tres organizaciones y se disuelve "
            "cuando la Mesa lo adopte."
        ),
    ),
)


def play(playing: Playing) -> None:
    """Let the groups be set up as the data says, each act at its own time."""
    for group in WORKING_GROUPS:
        with playing.at(group.hours_ago) as work:
            _begin(work, group)
        for milestone in group.milestones:
            _play(playing, group, milestone)


def _begin(work: Work, group: DemoWorkingGroup) -> None:
    moderator = actor_of(work, first_moderator())
    found = group_of(work, moderator, group.key)
    set_mandate(work, moderator, found, words(group.mandate), number=0)
    for key in group.contributors:
        add_contributor(work, moderator, found, seat_of(work, key))


def _play(playing: Playing, group: DemoWorkingGroup, milestone: DemoMilestone) -> None:
    with playing.at(milestone.hours_ago) as work:
        moderator = actor_of(work, first_moderator())
        found = group_of(work, moderator, group.key)
        now = today(moderator.panel.time_zone, playing.now)
        plan = Plan(milestone.title, now + timedelta(milestone.due_in), uuid4())
        name = add(work, moderator, found, plan).public_id
        doing = Doing(work, moderator, found, find(work, found, name))
    if milestone.moved:
        with playing.at(milestone.moved.hours_ago) as work:
            due = now + timedelta(milestone.moved.due_in)
            moving = replace(doing, work=work, milestone=find(work, found, name))
            move(moving, due, milestone.moved.why)
    if milestone.done_in is not None:
        with playing.at(-24 * milestone.done_in) as work:
            finishing = replace(doing, work=work, milestone=find(work, found, name))
            finish(finishing, now + timedelta(milestone.done_in))
