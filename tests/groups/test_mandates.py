"""The mandate of a group: what is kept, and what is not put in the place of another's words."""

import pytest

from panel.groups.actions.mandates import set_mandate
from panel.groups.events import MandateSet
from panel.groups.queries.groups import mandate
from panel.kernel.errors import Invalid, Refused
from panel.membership.actions.groups import create_group, rename_group
from panel.membership.events import GroupRenamed
from tests.factories import words
from tests.groups.circle import Circle


def test_the_last_mandate_holds_and_the_same_one_twice_is_one(circle: Circle) -> None:
    with circle.mesa.workshop.open_work() as work:
        set_mandate(work, circle.mo, circle.group, words("First"), number=0)
        work.session.flush()
        set_mandate(work, circle.mo, circle.group, words("First"), number=0)
        set_mandate(work, circle.mo, circle.group, words("*Second*"), number=1)
        work.session.flush()

        found = mandate(work, circle.group)
        assert found
        assert (found.number, found.body, found.html) == (2, "*Second*", "<p><em>Second</em></p>")
        assert [one.fact for one in work.recorded] == [MandateSet(circle.name)] * 2


def test_who_was_overtaken_does_not_overwrite(circle: Circle) -> None:
    circle.mandates("First")
    with circle.mesa.workshop.open_work() as work:
        with pytest.raises(Invalid) as told:
            set_mandate(work, circle.mo, circle.group, words("Mine"), number=0)
        assert set(told.value.fields) == {"body"}

        set_mandate(work, circle.mo, circle.group, words("Mine"), number=1)


def test_moderators_alone_write_mandates_and_names(circle: Circle) -> None:
    with circle.mesa.workshop.open_work() as work:
        for who in (circle.ana, circle.rosa, circle.coco):
            with pytest.raises(Refused):
                set_mandate(work, who, circle.group, words("Mine"), number=0)
            with pytest.raises(Refused):
                rename_group(work, who, circle.group, "Mine")


def test_a_group_is_renamed_unless_another_bears_the_name(circle: Circle) -> None:
    with circle.mesa.workshop.open_work() as work:
        group = work.session.merge(circle.group)
        create_group(work, circle.mo, "Health")
        before = len(work.recorded)
        rename_group(work, circle.mo, group, group.name)
        assert len(work.recorded) == before
        with pytest.raises(Invalid):
            rename_group(work, circle.mo, group, "Health")

        rename_group(work, circle.mo, group, "Youth")

        assert work.recorded[-1].fact == GroupRenamed(circle.panel.slug, circle.name)
        with pytest.raises(Invalid):
            create_group(work, circle.mo, "Youth")
