"""Write docs/PERMISSIONS.md: who may do what, from the rule and from the tables of the matrix.

`make permissions` writes the page; with `--check` it only tells whether it is current.
Here are the words alone. A new state, answer or kind of person has none: UnexplainedError says so.
"""

import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from panel.app import create_app
from panel.kernel.settings import ROOT, Settings
from panel.membership.models import Kind, Verb
from panel.membership.policy import RIGHTS, last_moderator_refusal
from tests.matrix import granting, tables
from tests.matrix.reading import Row

PAGE = ROOT / "docs" / "PERMISSIONS.md"
COMMAND = "make permissions"
CONVERTER = re.compile(r"<[^>]+:(\w+)>")  # a part of an address, with what may stand there


def words(text: str) -> dict[str, str]:
    """Read a list of `key: words;` pairs."""
    pairs = (pair.partition(":") for pair in text.split(";"))
    return {key.strip(): meaning.strip() for key, _, meaning in pairs}


LETTERS = {"R": Verb.READ, "A": Verb.REPLY, "S": Verb.START, "D": Verb.DRAFT, "M": Verb.MODERATE}
RIGHT = words(
    "read: reads; reply: replies; start: starts threads; draft: writes papers; moderate: moderates"
)
AUDIENCES = words("""
    panel: for the panel; members: for members only; visitors: for visitors, too;
    group: for a working group one is in; inside: for the group that the ended seat was in;
    outside: for another working group
""")
STANDINGS = words("""
    RASDM: moderates; RASD: starts threads, drafts; RA: replies; R: reads; -: does not read;
    R, no seat: no seat, open; -, no seat: no seat, not open;
    R, out: signed out, open; -, out: signed out, not open
""")
PEOPLE = {name: name for name in tables.SEATED} | words("""
    visitor: signed out; seatless: no seat; foreign: moderates elsewhere; ended: seat has ended
""")
# The states in the tables: of an act, of a domain, of any. Those without words go without saying.
STATES = {
    "discussion.start_thread": words("open: the audience"),
    "discussion.create_post": words("""
        another's: answer to somebody's post; hidden: answer to a hidden post;
        deleted: answer to a deleted post
    """),
    "discussion": words("""
        remark: thread about a paper; another's: somebody else's post; own: own post;
        last: not answered; answered: answered;
        hidden: hidden post; deleted: deleted post; edited: edited post; spare: any thread
    """),
    "membership": words("""
        another's: somebody else's seat; own: own seat; inside: a group one is in;
        outside: a group one is not in; good: good invitation; used: used invitation;
        ours: own organisation; theirs: another organisation; listener's: of somebody here;
        role: a role just given; end: a seat just ended
    """),
    "groups": words("""
        another's: somebody else's seat; own: own seat; inside: a group one is in;
        outside: a group one is not in
    """),
    "identity": words("""
        right: right password; wrong: wrong password; known: known address;
        unknown: unknown address; good: good link; own: one's own; another's: somebody else's;
        listener's: somebody else's
    """),
    "mail": words("there: a letter"),
    "papers": words("""
        open: the audience; another's: somebody's post; hidden: hidden post; draft: draft;
        adopted: adopted paper; free: draft; heard: draft
    """),
    "documents": words("document: text of a draft; adopted: closed since it was adopted"),
    "exports": words("draft: draft; adopted: adopted paper; open: thread; whole: thread"),
    "live": words("""
        thread: room of a thread; stream: stream of one's own seat; document: room of a text;
        papers: room of the register; about: room of the comments on a paper;
        job: room of an export; draft: of a draft; adopted: of an adopted paper;
        whole: of a thread
    """),
    "": words("""
        here: this panel; quiet: the other panel; never: what never was; open: open thread;
        closed: closed thread; list: list of threads; twin: ; -:
    """),
}

ANSWERS = (  # in words, by which codes, and what it means
    ("yes", "200, 201, 202, 204, 303", "The page is shown, or the thing is done or under way."),
    ("led on", "302", "They are sent on to the page that is meant for them."),
    ("sign in first", "401", "Only people who are signed in do this."),
    ("no", "403", "They may know that it is there, but this is not theirs to do."),
    ("not there", "404", "It does not exist for them: the answer is that for what never was."),
    ("seated", "409", "They have a seat in this panel already, so there is none to take."),
    ("over", "410", "It was good once and can no longer be used."),
    ("look again", "422", "The form comes back and says what is wrong with it."),
)
SAID = {code: word for word, codes, _ in ANSWERS for code in codes.split(", ")}
HEARD = words("yes: yes; no: no; -: no socket")

INTRODUCTION = f"""\
# Who may do what

> Generated by `{COMMAND}`: do not edit it by hand. The rights are read from
> `panel/membership/policy.py`, the answers from the tables in `tests/matrix/`, addresses and
> purposes from the application itself. `make check` tells when this page is out of date.

This page is for moderators who want to know what somebody can see or do, and for developers who
are new here. The answers are written by hand in the tables of the matrix, and the tests of
`tests/matrix/` put each of them to the running application: what stands here is what happens.

## The rights

Every thread and every paper is shown to one *audience* of its panel. Somebody's *role* there says
what they may do with it. Readers and commenters are observers; a visitor is whoever has no seat in
the panel.
"""
RULES = """\
- **Not there** means that nothing tells of it: no title, no count, no push. Who asks for it by its
  address is answered as if it had never been.
- **Working groups.** The column holds for those who were taken into the group, and for moderators
  in every group. For all others neither the group nor what is shown to it is there.
- **Contributors** of a working group hold three grants on what is the group's: they read, answer
  and draft there without belonging to it. Moderators make contributors of commenters and members.
  It ends when one of the two says so, with the seat, or when its holder takes another role than
  these.
- **Grants.** A grant adds one verb on one audience, for a seat, an organisation, a group or a role:
  see [what a grant opens](#what-a-grant-opens). None lets anybody keep the house: seats, groups,
  the directory and invitations are for moderators by role.
- **Visitors**, signed in or not, read what is for visitors, too. They neither write in the panel
  nor hear anything live.
- **Organisations.** What stands about one, but for its name and kind, is also for its own members
  to say; observers, of the same organisation too, read it.
- **Ended seats.** Whoever left, or was seen out, is a visitor from then on. Their groups end with
  the seat, and so does what was granted to it; what they said stays.
- **Other panels.** Rights end where the panel ends: who moderates another one is a visitor here.
- **Hidden posts** leave a trace, with the reason. Their words are there for those who moderate the
  audience and for nobody else, their author included.
- **Papers** are for an audience, as threads are; their texts, versions and comments are for the
  same one. Of the threads that a paper came from, everybody sees those that they may read. A paper
  can bear the name of a working group whose members write it: who reads the paper reads the name.
- **Drafts** are written by those who may draft, as long as the paper is in that stage. Files of a
  draft are for moderators; those of an adopted version are for all who read the paper.

Without a seat, that comes to this:
"""
COLUMNS = """\
For a socket, *yes* means let in or done; *no* is turned away, in the same words as from a room that
never was; *no socket* is for those who are signed out: they have pages, and nothing to ask by.

Where an audience matters, the columns are about what somebody may do with it. The first five are
people with a seat, by the most that they may do (who moderates also starts threads, replies and
reads). The others have no seat, or are signed out; *open* is what is for visitors, too.

Where it does not, the columns are roles and those without a seat in *this panel*, which shows some
things to visitors. *The other panel* shows them nothing; *moderates elsewhere* is its moderator.

Unless the state says otherwise, the form is filled in well, comes from this site and is not sent
too often; and a moderator who leaves, or takes another role, is not the last one:
"""
GRANTS = """\
## What a grant opens

The columns are what was granted on an audience to somebody with a seat, who has no right there.
"""


class UnexplainedError(LookupError):
    """The tables say something that this page has no words for yet."""


@dataclass(frozen=True)
class Act:
    """A page, an act or a socket event, in words."""

    name: str
    domain: str
    request: str
    purpose: str


Acts = Mapping[tuple[str, str], Act]


def acts() -> Acts:
    """Give all that the application answers, by method and endpoint; no database is opened."""
    settings = Settings(Path("nowhere"), "signs nothing", "http://localhost", "sqlite:///nowhere")
    app, line = create_app(settings)
    found = dict[tuple[str, str], Act]()
    for rule in app.url_map.iter_rules():
        domain, _, name = rule.endpoint.partition(".")
        address = CONVERTER.sub(r"<\1>", rule.rule)
        purpose = _purpose(app.view_functions[rule.endpoint])
        for method in rule.methods or ():
            act = Act(name.replace("_", " "), domain, f"`{method} {address}`", purpose)
            found[method, rule.endpoint] = act
    for event, does in line.stage.io.server.handlers["/"].items():
        domain = does.__module__.split(".")[1]
        found["ON", event] = Act(event, domain, f"socket event `{event}`", _purpose(does))
    return found


def page() -> str:
    """Give the whole page, as it should be."""
    known = acts()
    rows = (*tables.BY_RIGHTS, *tables.BY_PERSON, *tables.BY_SOCKET)
    domains = dict.fromkeys(_act(known, row).domain for row in rows)
    granted = [", ".join(_read(letters)) or "nothing" for letters in granting.GRANTED]
    parts = [
        INTRODUCTION,
        _rights(),
        RULES,
        _seatless(),
        "## How to read the answers\n",
        table(("Answer", "Codes", "Meaning"), ANSWERS),
        COLUMNS,
        f"> {last_moderator_refusal(others=0)}\n",
        *(part for domain in domains for part in _domain(known, domain)),
        GRANTS,
        _answers(known, granting.BY_GRANT, granted),
    ]
    return "\n".join(parts)


def table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Lay out a Markdown table so that its columns stand straight in the source, too."""
    cells = [[cell.replace("|", r"\|") for cell in line] for line in (head, *lines)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    rule = ["-" * width for width in widths]
    straight = (
        " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        for line in (cells[0], rule, *cells[1:])
    )
    return "".join(f"| {line} |\n" for line in straight)


def outdated(path: Path) -> str:
    """Say what to do when a file is not the page as it should be; else nothing."""
    if path.exists() and path.read_text(encoding="utf-8") == page():
        return ""
    return f"{path} is out of date: run {COMMAND}"


def state(row: Row, act: Act) -> str:
    """Say in words what a row asks about."""
    known = STATES[""] | STATES.get(act.domain, {}) | STATES.get(row.endpoint, {})
    parts = [word(known, part) for part in row.about.split(", ")]
    return ", ".join(part for part in parts if part) or "—"


def word(known: Mapping[str, str], key: str) -> str:
    """Find the words for something in the tables."""
    if key not in known:
        raise UnexplainedError(f"no words for {key!r} beside those for {', '.join(known)}")
    return known[key]


def _purpose(does: Callable[..., object]) -> str:
    return (does.__doc__ or "").partition("\n")[0]


def _act(known: Acts, row: Row) -> Act:
    if (row.method, row.endpoint) not in known:
        raise UnexplainedError(f"{row}: the application has no such page, act or event")
    return known[row.method, row.endpoint]


def _rights() -> str:
    lines = [(role, *(_verbs(by_kind[kind]) for kind in Kind)) for role, by_kind in RIGHTS.items()]
    return table(("Role", *(word(AUDIENCES, kind) for kind in Kind)), lines)


def _seatless() -> str:
    people = [person for person in tables.PEOPLE if person not in tables.SEATED]
    lines = [
        (word(AUDIENCES, kind), *(_verbs(_read(tables.RIGHTS[one][kind])) for one in people))
        for kind in tables.KINDS
    ]
    return table(("What is", *(word(PEOPLE, person) for person in people)), lines)


def _read(letters: str) -> list[Verb]:
    return [LETTERS[letter] for letter in letters.strip("-")]


def _verbs(allowed: Collection[Verb]) -> str:
    return ", ".join(word(RIGHT, verb) for verb in Verb if verb in allowed) or "not there"


def _domain(known: Acts, domain: str) -> Iterator[str]:
    """Give the part of the page about one domain: what there is, then who may do it."""
    by_rights = _of(known, domain, (*tables.BY_RIGHTS, *tables.BY_SOCKET))
    by_person = _of(known, domain, tables.BY_PERSON)
    named = dict.fromkeys(_act(known, row) for row in (*by_rights, *by_person))
    yield f"## {domain.capitalize()}\n"
    lines = [(act.name, act.request, act.purpose) for act in named]
    yield table(("Act", "Asked by", "What it is for"), lines)
    if by_rights:
        yield "By what one may do with the audience:\n"
        yield _answers(known, by_rights, [word(STANDINGS, one) for one in tables.STANDINGS])
    if by_person:
        yield "By who one is:\n"
        yield _answers(known, by_person, [word(PEOPLE, one) for one in tables.PEOPLE])


def _of(known: Acts, domain: str, rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if _act(known, row).domain == domain]


def _answers(known: Acts, rows: Iterable[Row], columns: Sequence[str]) -> str:
    lines = []
    for row in rows:
        act, said = _act(known, row), HEARD if row.method == "ON" else SAID
        lines.append((act.name, state(row, act), *(word(said, answer) for answer in row.answers)))
    return table(("Act", "State", *columns), lines)


def main(*arguments: str, path: Path = PAGE) -> int:
    """Write the page, or check it; give the exit code."""
    if "--check" in arguments:
        fault = outdated(path)
        print(fault or f"{path} is up to date")
        return int(bool(fault))
    path.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
