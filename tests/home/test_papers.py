"""Papers on the home page: what moved in those that one may read, and live."""

import pytest

from panel.membership.models import Kind
from panel.papers.models import Stage
from tests.conftest import Installation
from tests.pages import read
from tests.papers.versioned import TITLE, Folder


def moved(folder: Folder, who: str = "reader") -> list[str]:
    """Read the lines of what moved, as somebody."""
    page = read(folder.browser(who).get(f"/p/{folder.ana.panel.slug}"))
    return [" ".join(one.text.split()) for one in page.select(".moved li p")]


def test_it_is_told_who_began_it_that_it_is_written_and_where_it_was_taken(
    mesa: Installation,
) -> None:
    folder = Folder(mesa)
    folder.writes("More.")

    assert moved(folder) == [f"The paper {TITLE} is being written", f"Ana began the paper {TITLE}"]

    folder.moves(Stage.CONSULTATION)
    folder.moves(Stage.DRAFT)
    folder.moves(Stage.WITHDRAWN)

    assert set(moved(folder)) == {
        f"{TITLE}: Withdrawn",
        f"Ana took {TITLE} back to drafting",
        f"Ana opened the consultation on {TITLE}",
        f"Ana began the paper {TITLE}",
    }


@pytest.mark.parametrize("who", ["reader", "commenter", "authority"])
def test_what_one_may_not_read_has_not_moved(mesa: Installation, who: str) -> None:
    folder = Folder(mesa, Kind.MEMBERS)

    assert moved(folder, "member")
    assert moved(folder, who) == []


def test_the_page_follows_the_registers_of_its_reader_and_no_others(mesa: Installation) -> None:
    folder, secret = Folder(mesa), Folder(mesa, Kind.MEMBERS)
    register = f"papers:{folder.paper().document.audience.public_id}"

    for tab in (
        mesa.tab(folder.rosa, f"/p/{folder.ana.panel.slug}"),
        mesa.tab(secret.rosa, f"/p/{secret.ana.panel.slug}"),
    ):
        hidden = f"papers:{secret.paper().document.audience.public_id}"
        assert (register in tab.seqs) == (tab.url.endswith(folder.ana.panel.slug))
        assert hidden not in tab.seqs
