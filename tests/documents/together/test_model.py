"""Whatever writers, the lines between and the servers do: nothing acknowledged is ever lost."""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from panel.documents.actions import receiving, texts, versions
from panel.documents.policy import FOREIGN
from panel.documents.queries.documents import document as find
from panel.documents.queries.texts import collected
from panel.kernel.errors import Clash, Refused
from panel.kernel.work import Workshop
from panel.membership.actions.seats import change_role
from panel.membership.models import Role
from tests.documents.together.hands import Killed
from tests.documents.together.model import FORGED, TITLE, Ground
from tests.documents.together.test_receiving import Table, uncited
from tests.documents.together.writing import Writer
from tests.factories import again, the_seat

WHO = st.sampled_from([0, 1, 2])
PROCESS = st.sampled_from([0, 1])
AT = st.integers(0, 40)
WORDS = st.sampled_from(["a", " word", " some more words,", "x. "])
PACE = settings(
    max_examples=22,
    stateful_step_count=50,
    deadline=None,
    derandomize=True,  # the same on every machine and every run
    suppress_health_check=list(HealthCheck),
)


class Writing(Ground):
    """Lines lose, double and mix up, processes end, and somebody means harm."""

    @rule(who=WHO, words=WORDS, paragraph=AT, at=AT)
    def type(self, who: int, words: str, paragraph: int, at: int) -> None:
        hand, paragraph = self.place(who, paragraph)
        at = min(at, len(hand.writer.texts()[paragraph]))
        for word in words.split():
            hand.queue.append(hand.writer.types(word, paragraph, at))

    @rule(who=WHO, paragraph=AT, at=AT)
    def press_enter(self, who: int, paragraph: int, at: int) -> None:
        hand, paragraph = self.place(who, paragraph)
        at = min(at, len(hand.writer.texts()[paragraph]))
        hand.queue.append(hand.writer.splits(paragraph, at, self.name()))

    @rule(who=WHO, paragraph=AT, at=AT, many=st.integers(1, 5))
    def delete(self, who: int, paragraph: int, at: int, many: int) -> None:
        hand, paragraph = self.place(who, paragraph)
        end = len(hand.writer.texts()[paragraph])
        hand.queue.append(hand.writer.deletes(min(at, end), min(at + many, end), paragraph))

    @rule(who=WHO, paragraph=AT)
    def drop(self, who: int, paragraph: int) -> None:
        hand, paragraph = self.place(who, paragraph)
        hand.queue.append(hand.writer.drops(paragraph))

    @rule(who=WHO, process=PROCESS)
    def send_all(self, who: int, process: int) -> None:
        self.sends_all(who, process)

    @precondition(lambda self: any(len(hand.queue) > 1 for hand in self.hands))
    @rule(which=AT, process=PROCESS)
    def send_a_later_one_first(self, which: int, process: int) -> None:
        hand = max(self.hands, key=lambda one: len(one.queue))
        with self.table.process(process):
            self.sent(hand, 1 + which % (len(hand.queue) - 1))

    @precondition(lambda self: any(hand.stored for hand in self.hands))
    @rule(which=AT, process=PROCESS)
    def send_again(self, which: int, process: int) -> None:
        hand = max(self.hands, key=lambda one: len(one.stored))
        if not self.barred(hand):
            before = self.table.last()
            with self.table.process(process):
                again = self.table.sends(hand.actor, hand.stored[which % len(hand.stored)])
            assert (again, self.table.last()) == (before, before)

    @rule(who=WHO)
    def lose_one_on_the_way(self, who: int) -> None:
        if self.hands[who].queue:
            self.hands[who].queue.popleft()

    @rule(who=WHO, process=PROCESS, committed=st.booleans())
    def kill_before_the_answer(self, who: int, process: int, committed: bool) -> None:
        """The writer hears nothing, and so has to send it again; or the work came to nothing."""
        hand, before = self.hands[who], self.table.last()
        if not hand.queue or self.barred(hand):
            return
        sent = receiving.unpacked(hand.queue[0])
        with self.table.process(process):
            try:
                with self.workshop.open_work() as work:
                    actor = again(work, hand.actor)
                    receipt = receiving.receive(work, actor, self.table.name, sent, uncited)
                    if not committed:
                        raise Killed
            except Killed:
                assert self.table.last() == before
            else:
                if receipt.number is not None:
                    self.truth.apply_update(sent.data)
                self.table.shelves[process].clear()

    @rule(who=WHO, process=PROCESS)
    def send_what_is_anothers(self, who: int, process: int) -> None:
        hand, other = self.hands[who], self.hands[1 if who != 1 else 0]
        typed = Writer(other.writer.client, self.table.state()).adds(FORGED, self.name())
        self.refused(hand, typed, process, FOREIGN)

    @rule(who=WHO, process=PROCESS)
    def send_what_no_document_holds(self, who: int, process: int) -> None:
        hand = self.hands[who]
        copy = Writer(hand.writer.client, self.table.state())
        before = copy.vector
        copy.adds(FORGED, self.name(), 0)
        first: Any = copy.root.children[0]
        first.attributes["style"] = "color: red"
        self.refused(hand, copy.since(before), process)

    @rule(who=WHO)
    def ask_for_the_id_of_another(self, who: int) -> None:
        hand, other = self.hands[who], self.hands[1 if who != 1 else 0]
        if not self.barred(hand):
            with self.workshop.open_work() as work:
                actor = again(work, hand.actor)
                document = find(work, actor, self.table.name)
                assert texts.join(work, actor, document, other.writer.client) != other.writer.client
                assert texts.join(work, actor, document, hand.writer.client) == hand.writer.client

    @rule(who=WHO, process=PROCESS)
    def join_again(self, who: int, process: int) -> None:
        self.joins_again(who, process)

    @rule(who=WHO, process=PROCESS)
    def close_the_tab_and_open_another(self, who: int, process: int) -> None:
        """It finds what the first one wrote in the browser, under an earlier id of the person."""
        hand = self.hands[who]
        if not self.barred(hand):
            kept = hand.writer.doc.get_update()
            hand.writer = self.table.joins(hand.actor)
            hand.writer.hears(kept)
            self.joins_again(who, process)

    @rule(process=PROCESS)
    def start_a_process_anew(self, process: int) -> None:
        self.table.shelves[process].clear()

    @rule(process=PROCESS)
    def compact(self, process: int) -> None:
        with self.table.process(process), self.workshop.open_work() as work:
            document = self.document(work)
            held = collected(work, document)
            texts.compact(work, document, held.number, held.replica)

    @rule(to=AT, process=PROCESS)
    def restore(self, to: int, process: int) -> None:
        self.edits(process, lambda before: 1 + to % before)

    @rule(process=PROCESS)
    def write_on_the_server(self, process: int) -> None:
        self.edits(process, None)

    @rule(process=PROCESS)
    def name_a_version(self, process: int) -> None:
        with self.table.process(process):
            try:
                with self.workshop.open_work() as work:
                    document, mo = self.document(work), self.table.mo
                    made = versions.name_version(work, mo, document, TITLE, "So far")
            except Clash:
                return
        assert made.upto == self.table.last()
        self.named[made.upto] = made.text

    @rule()
    def change_a_role(self) -> None:
        self.changes_a_role()


def test_nothing_acknowledged_is_lost(workshop: Workshop) -> None:
    class Here(Writing):
        pass

    Here.workshop = workshop
    run_state_machine_as_test(Here, settings=PACE)


def test_who_was_refused_keeps_their_words(workshop: Workshop) -> None:
    table = Table(workshop)
    writer = table.joins(table.beto)
    typed = writer.types(" Kept.")
    with workshop.open_work() as work:
        change_role(work, again(work, table.mo), the_seat(work, table.beto), Role.COMMENTER)
    with pytest.raises(Refused):
        table.sends(table.beto, typed)

    with workshop.open_work() as work:
        change_role(work, again(work, table.mo), the_seat(work, table.beto), Role.MEMBER)

    assert table.sends(table.beto, typed) == 2
    assert table.anew() == "One. Kept.\n\nTwo."
