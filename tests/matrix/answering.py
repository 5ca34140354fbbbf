"""What came back, and what is wrong with it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus

from tests.matrix.asking import Asked
from tests.matrix.canaries import leaks
from tests.matrix.reading import Row
from tests.matrix.tables import RIGHTS, SEATED
from tests.matrix.world import World

NONCE = re.compile(r"nonce-[\w-]+")
OWN = frozenset({"Date", "Content-Length", "Set-Cookie"})  # what every answer has for itself
ONESELF = re.compile(r' data-person="[^"]*"')  # who asks is no secret to themselves
SECRET = (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND)  # say nothing of what is there
Ask = Callable[[], Asked]
# Writing routes that write nothing, and who asks when they do not.
NO_WORK = {
    "discussion.preview": "anybody",
    "membership.check_list": "anybody",
    "identity.choose_language": "visitor",
}


@dataclass(frozen=True)
class Answer:
    """What came back, and the works that were opened for it."""

    status: int
    text: str
    headers: dict[str, str]
    works: tuple[str, ...]


def put(world: World, row: Row, asked: Asked, *, script: bool) -> Answer:
    """Send a request, as a script does or as a browser without one."""
    world.works.clear()
    answer = asked.browser.open(
        asked.path,
        method=row.method,
        data=asked.form or None,
        headers={"Accept": "application/json" if script else "text/html"},
    )
    headers = {name: NONCE.sub("nonce", value) for name, value in answer.headers.items()}
    return Answer(answer.status_code, answer.text, headers, tuple(world.works))


def standing(person: str, kind: str) -> str:
    """Name the column of BY_RIGHTS that somebody stands in."""
    rights = RIGHTS[person][kind]
    if person in SEATED:
        return rights
    return f"{rights}, out" if person == "visitor" else f"{rights}, no seat"


def faults(
    world: World, row: Row, person: str, expected: str, ask: Ask, never: Ask | None
) -> list[str]:
    """Ask, and tell everything about the answer that is not as it has to be."""
    asked = ask()
    answer = put(world, row, asked, script=row.method != "GET")
    found = [f"{answer.status}, not {expected}"] if str(answer.status) != expected else []
    found += [f"shows {word}" for word in leaks(answer.text, person, world.laid.sees, asked.names)]
    if said := works_fault(row, person, answer.status, answer.works):
        found.append(said)
    if answer.status in SECRET and never and world.thorough:
        found += _differences(world, row, person, asked, answer, never())
    return found


def works_fault(row: Row, person: str, status: int, works: tuple[str, ...]) -> str:
    """A write is one work that came to its end; a refusal ends none; a reading opens none."""
    if row.method == "GET":
        allowed: tuple[tuple[str, ...], ...] = ((),)
    elif status >= HTTPStatus.BAD_REQUEST:
        allowed = ((), ("undone",))
    else:
        allowed = ((),) if NO_WORK.get(row.endpoint) in {"anybody", person} else (("done",),)
    return "" if works in allowed else f"works: {works}"


def _differences(
    world: World, row: Row, person: str, asked: Asked, answer: Answer, never: Asked
) -> Iterator[str]:
    """Compare with what is said of something that never was, to scripts and to browsers."""
    first = row.method != "GET"
    for script in (first, not first):
        key = (row, person, never.path, script)
        if script != first and key in world.nevers:
            continue  # once is enough for the way in which nobody asks
        said = answer if script == first else put(world, row, asked, script=script)
        if key not in world.nevers:
            world.nevers[key] = _blurred(put(world, row, never, script=script), never)
        if _blurred(said, asked) != world.nevers[key]:
            yield f"not the same as for what never was ({script=})"


def _blurred(answer: Answer, asked: Asked) -> tuple[object, ...]:
    """What can be told from an answer, but for the names that were asked for."""
    text = ONESELF.sub("", answer.text)
    for name in (asked.path, *asked.names):
        text = text.replace(name, "…")
    headers = {name: value for name, value in answer.headers.items() if name not in OWN}
    return answer.status, text, headers, "Set-Cookie" in answer.headers
