"""What must hold, whatever happens to a document that several people write in."""

from collections import deque
from collections.abc import Callable
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine
from pycrdt import Doc

from panel.documents.actions import texts
from panel.documents.crdt import Replica
from panel.documents.models import Document
from panel.documents.policy import STRANGE
from panel.documents.queries.texts import content
from panel.documents.ranges import brought
from panel.documents.text.canonical import canonical
from panel.documents.text.schema import cleaned, fault
from panel.documents.text.words import plain
from panel.kernel.work import Reading, Workshop
from panel.membership.actions.seats import change_role
from panel.membership.models import Role
from tests.documents.together.hands import Hand, Kept, brings, same
from tests.documents.together.writing import a_text, block
from tests.factories import again, the_seat

TITLE, FORGED = "A paper", "Forged."


class Ground(RuleBasedStateMachine):
    """Ana writes in two tabs and Beto in one; whatever they do, this must hold."""

    workshop: Workshop

    def __init__(self) -> None:
        super().__init__()
        self.table = Kept(self.workshop)
        self.table.starts()
        actors = (self.table.ana, self.table.beto, self.table.ana)
        self.hands = [Hand(actor, self.table.joins(actor)) for actor in actors]
        self.demoted = False
        self.names = 50
        self.named: dict[int, str] = {}  # what versions said, by the last update in them
        self.truth = Doc[Any]()  # seeded and acknowledged: this, and nothing else, must be there
        self.truth.apply_update(self.table.row(1))

    def teardown(self) -> None:
        """In the end all send what is left; then everything everywhere is the same."""
        if self.demoted:
            self.changes_a_role()
        for who in range(len(self.hands)):
            self.joins_again(who, 0)
            self.sends_all(who, 1)
        state = self.table.state()
        for hand in self.hands:
            assert not hand.queue
            hand.writer.hears(state)
            assert same(hand.writer.doc.get_update(), state)
            for update in hand.stored:
                assert not brings(update, state)
        assert same(self.truth.get_update(), state)
        assert fault(Replica(state).content()) is None
        assert FORGED not in plain(cleaned(Replica(state).content()))
        for process in (0, 1):
            with self.table.process(process):
                assert same(self.table.state(), state)
        assert same(self.table.rows().state(), state)
        assert self.table.rows().content() == Replica(state).content()
        self.look_back()

    def look_back(self) -> None:
        """Earlier states are what they were, whatever snapshots lie between."""
        for upto, text in self.named.items():
            assert canonical(TITLE, self.table.rows(upto).content()) == text
        with self.workshop.open_reading() as reading:
            document, last = self.document(reading), self.table.last()
            for number in {1, last // 3, last // 2, last} - {0}:
                then = content(reading, document, number)
                assert then == cleaned(self.table.rows(number).content())

    def edits(self, process: int, to: Callable[[int], int] | None) -> None:
        before = self.table.last()
        with self.table.process(process), self.workshop.open_work() as work:
            document = self.document(work)
            if to:
                said = content(work, document, to(before))
            else:
                now = content(work, document)
                said = {
                    "type": "doc",
                    "content": [*now["content"][1:], *a_text("By us.")["content"]],
                }
            texts.edit(work, document, said, self.table.mo)
        for number in range(before + 1, self.table.last() + 1):
            self.truth.apply_update(self.table.row(number))
        assert self.table.reads() == plain(said)

    def sent(self, hand: Hand, which: int) -> bool:
        """Send one of what is on its way; tell whether it was stored."""
        update, before = hand.queue[which], self.table.state()
        if self.barred(hand):
            self.table.refuses(hand.actor, update)
        elif self.table.sends(hand.actor, update) is not None:
            del hand.queue[which]
            hand.stored.append(update)
            self.truth.apply_update(update)
            self.insist_on(update)
            return True
        assert same(self.table.state(), before)
        return False

    def refused(self, hand: Hand, update: bytes, process: int, why: str = "") -> None:
        if not self.barred(hand):
            before = self.table.state()
            with self.table.process(process):
                assert self.table.refuses(hand.actor, update) in {why or STRANGE}
                assert same(self.table.state(), before)

    def insist_on(self, update: bytes) -> None:
        """All of an update is there, and nothing of it is held back."""
        clock, what = Replica(self.table.state()).clock, brought(update)
        assert not what.missing(clock)
        assert not what.new_clients(clock)

    def barred(self, hand: Hand) -> bool:
        return self.demoted and hand is self.hands[1]

    def place(self, who: int, paragraph: int) -> tuple[Hand, int]:
        """Choose a paragraph; there is always one."""
        hand = self.hands[who]
        if not hand.writer.texts():
            hand.queue.append(hand.writer.adds("Anew.", self.name()))
        return hand, paragraph % len(hand.writer.texts())

    def name(self) -> str:
        self.names += 1
        return block(self.names)

    def document(self, reading: Reading) -> Document:
        return reading.session.get_one(Document, self.table.document.id)

    def joins_again(self, who: int, process: int) -> None:
        """Hear everything, and say what the server lacks, as the page does."""
        hand = self.hands[who]
        with self.table.process(process):
            state = self.table.state()
        hand.writer.hears(state)
        hand.queue = deque([hand.writer.since(Replica(state).vector)])

    def sends_all(self, who: int, process: int) -> None:
        hand = self.hands[who]
        with self.table.process(process):
            while hand.queue and self.sent(hand, 0):
                pass

    def changes_a_role(self) -> None:
        self.demoted = not self.demoted
        with self.workshop.open_work() as work:
            role = Role.COMMENTER if self.demoted else Role.MEMBER
            seat = the_seat(work, self.hands[1].actor)
            change_role(work, again(work, self.table.mo), seat, role)
