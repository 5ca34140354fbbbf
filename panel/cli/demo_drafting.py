"""Plays a paper of the demo back: its states, versions, stages and comments, in order of time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from uuid import uuid4
from zoneinfo import ZoneInfo

from panel.cli import demo_data as data
from panel.cli.demo_papers import DemoComment, DemoPaper, DemoStage, DemoState
from panel.cli.demo_playing import Playing, actor_of, audience_of, draft, group_of
from panel.cli.demo_text import block_id, document, earlier
from panel.discussion.queries.threads import thread as find_thread
from panel.documents.actions import texts, versions
from panel.kernel.work import Work
from panel.membership.actors import Actor
from panel.membership.models import Verb
from panel.membership.policy import may
from panel.papers.actions import papers, stages
from panel.papers.actions.comments import Remark, comment
from panel.papers.actions.papers import Outset
from panel.papers.actions.stages import Record
from panel.papers.models import Paper, Stage
from panel.papers.queries.papers import paper as find
from panel.papers.queries.texts import text

EARLIER = 0.2  # hours from starting a paper to its first words
Act = tuple[float, Callable[[], None]]


@dataclass
class Drafting:
    """One paper, as far as it has been played; `threads` names the demo's threads by their keys."""

    playing: Playing
    threads: Mapping[str, str]
    paper: DemoPaper
    name: str = ""
    reached: list[tuple[str, int]] = field(default_factory=list)  # by whom, and with which update
    comments: dict[DemoComment, str] = field(default_factory=dict)

    def play(self) -> None:
        """Do everything, the earliest first."""
        self._start()
        for _, act in sorted(self._acts(), key=lambda one: -one[0]):
            act()
        self._look()
        for one, name in self.comments.items():
            self.playing.read(name, len(one.posts) - one.unread)

    def _acts(self) -> Iterator[Act]:
        for state in self.paper.states:
            yield state.hours_ago, partial(self._write, state)
        for stage in self.paper.stages:
            yield stage.hours_ago, partial(self._move, stage)
        for one in self.paper.comments:
            yield one.posts[0].hours_ago, partial(self._comment, one)
            for post in one.posts[1:]:
                yield post.hours_ago, partial(self._answer, one, post)
            if one.conclusion:
                yield one.closed_hours_ago, partial(self._close, one)

    def _start(self) -> None:
        first = self.paper.states[0]
        with self.playing.at(first.hours_ago + EARLIER) as work:
            actor = actor_of(work, first.by)
            outset = Outset(
                title=self.paper.title,
                token=uuid4(),
                group=group_of(work, actor, self.paper.group) if self.paper.group else None,
                sources=tuple(
                    find_thread(work, actor, self.threads[key]) for key in self.paper.sources
                ),
            )
            audience = audience_of(work, actor, self.paper.audience)
            self.name = papers.start(work, actor, audience, outset).public_id

    def _write(self, state: DemoState) -> None:
        source = earlier(self.paper.text, state.words, state.without)
        with self.playing.at(state.hours_ago) as work:
            actor, paper = self._found(work, state.by)
            content = document(source, self.paper.key, self.threads)
            texts.edit(work, paper.document, content, actor)
            self.reached.append((state.by, paper.document.last_number))
            if state.version:
                versions.name_version(work, actor, paper.document, paper.title, state.version)

    def _move(self, stage: DemoStage) -> None:
        record = Record(note=stage.note)
        if (adopted := self.paper.adoption) and stage.to == Stage.ADOPTED:
            zone = ZoneInfo(data.PANEL.time_zone)
            record = Record(
                note=stage.note,
                adopted_on=self.playing.then(adopted.hours_ago).astimezone(zone).date(),
                meeting=adopted.meeting,
                wording=adopted.wording,
            )
        with self.playing.at(stage.hours_ago) as work:
            actor, paper = self._found(work, stage.by)
            stages.move(work, actor, paper, Stage(stage.to), record)

    def _comment(self, one: DemoComment) -> None:
        first = one.posts[0]
        with self.playing.at(first.hours_ago) as work:
            actor, paper = self._found(work, first.by)
            content, _ = text(work, paper)
            remark = Remark(block_id(self.paper.key, one.block), one.quotation, draft(first))
            self.comments[one] = comment(work, actor, paper, content, remark).public_id

    def _answer(self, one: DemoComment, post: data.DemoPost) -> None:
        self.playing.answer(self.comments[one], post)

    def _close(self, one: DemoComment) -> None:
        self.playing.close(self.comments[one], one.closed_hours_ago, one.conclusion)

    def _look(self) -> None:
        """Let those who sign in have seen all but the newest states, and what they wrote."""
        for key in data.SIGN_INS:
            seen = self.reached[: len(self.reached) - self.paper.unseen]
            own = [one for one in self.reached if one[0] == key]
            number = max(number for _, number in seen + own)
            with self.playing.at(0) as work:
                actor = actor_of(work, key)
                audience = audience_of(work, actor, self.paper.audience)
                if may(actor, Verb.READ, audience) is None:
                    _, paper = self._found(work, key)
                    versions.look(work, actor, paper.document, number)

    def _found(self, work: Work, key: str) -> tuple[Actor, Paper]:
        actor = actor_of(work, key)
        return actor, find(work, actor, self.name, lock=True)
