"""A long text is opened, written in and pasted into: meanwhile the loop serves everybody else."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import insert

from panel.documents.actions import texts
from panel.documents.crdt import Replica
from panel.documents.models import Client, Document, Update
from panel.documents.text.shape import Node
from panel.kernel.ids import new_id
from panel.membership.models import Panel
from tests.documents.together.writing import Writer
from tests.factories import the_audience
from tests.load.editor import Editor, change
from tests.serving.conftest import Place
from tests.serving.sides import on_eventlet
from tests.serving.test_loop import LONGEST, TRIES, longest_gap

EDITS, PAGES = 20_000, 60
WORDS = "Entre el primer día de trabajo y la primera afiliación pasan dos meses, o tres. "


def sixty_pages() -> Node:
    """Write seven paragraphs a page."""
    blocks = [
        {
            "type": "paragraph",
            "attrs": {"id": new_id()},
            "content": [{"type": "text", "text": WORDS * 6}],
        }
        for _ in range(7 * PAGES)
    ]
    return {"type": "doc", "content": blocks}


def laid(place: Place) -> tuple[Document, Writer]:
    """Make a document of sixty pages that was edited 20,000 times, and one who writes in it."""
    ana = place.people[0]
    with place.ground.workshop.open_work() as work:
        panel = work.session.get_one(Panel, ana.panel_id)
        document = texts.found(work, the_audience(work, panel), sixty_pages(), ana)
        seed = work.session.get_one(Update, (document.id, 1)).data
        writer = Writer(77, seed)
        same = {"document_id": document.id, "seat_id": ana.seat_id, "at": work.at}
        work.session.add(Client(client=77, **same))
        rows = [
            {"number": number, "data": data}
            for number, data in enumerate(writer.types_on(EDITS - 1, "x", 7 * PAGES // 2), start=2)
        ]
        work.session.execute(insert(Update), [row | same for row in rows])
        document.last_number = EDITS
        texts.compact(work, document, document.last_number, Replica(writer.since(b"\0")))
    return document, writer


def acts(place: Place, document: Document, writer: Writer) -> int:
    """Open it, type and press Enter all over it, and paste as much again; tell how often."""
    with Editor(place.server.port, place.cookies[0]) as editor:
        editor.open(document.public_id)
        updates = [writer.splits(at * 40, 200, new_id()) for at in range(10)]
        updates += [writer.types("y", at * 40) for at in range(10)]
        updates.append(writer.floods(7 * PAGES))
        for at, data in enumerate(updates, start=1000):
            editor.socket.sendall(change(at, document.public_id, data).frame)
            while not (packet := editor._packet()).startswith(f"43{at}"):
                editor._keep(packet)
            assert "number" in packet, packet
    return len(updates)


@pytest.mark.alone
@on_eventlet
def test_a_long_document_holds_up_nobody(place: Place) -> None:
    gaps = list[float]()
    laid_out = [laid(place) for _ in range(TRIES)]
    with place.follower(1) as tab, ThreadPoolExecutor(1) as pool:
        while len(gaps) < TRIES and min(gaps, default=LONGEST) >= LONGEST:
            acting = pool.submit(acts, place, *laid_out[len(gaps)])
            gaps.append(longest_gap(tab, [acting]))
            acting.result()

    assert min(gaps) < LONGEST, gaps
