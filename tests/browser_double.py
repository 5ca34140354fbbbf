"""A browser reduced to what pushes do to a page."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from flask_socketio import SocketIOTestClient

LIVE = {"posts", "rows", "comments", "comments-gone", "comments-count", "document-drafting"}
LIVE_BEGIN = (
    *("thread-state-", "thread-conclusion-", "thread-count-"),
    *("paper-title-", "paper-state-", "paper-versions-", "paper-stages-", "group-"),
)
OWN = {"since", "row__new"}  # what is there for this reader alone
OWN_MARKS = {"post--new", "post-item--here", "row--new"}


class Tab:
    """One open page, kept current by pushes; it asks for those that it has missed."""

    def __init__(self, http: FlaskClient, socket: SocketIOTestClient, url: str) -> None:
        self.http, self.socket, self.url = http, socket, url
        self.other = list[dict[str, Any]]()  # what came besides pushes
        self._page = self._load()
        self.seqs = {
            str(one["data-room"]): int(str(one["data-seq"]))
            for one in self._page.select("[data-room]")
        }
        for room in self.seqs:
            self.enter(room)

    @property
    def room(self) -> str:
        """The one room of a page that has one."""
        [room] = self.seqs
        return room

    @property
    def page(self) -> BeautifulSoup:
        """The page, as pushes have made it."""
        return self._page

    @property
    def text(self) -> str:
        """All that can be read in what is live."""
        return " ".join(part.get_text(" ", strip=True) for part in _live(self._page))

    def enter(self, room: str) -> dict[str, Any]:
        """Join a room; its number tells what was missed since the page was made."""
        answer: dict[str, Any] = self.socket.emit("enter", {"room": room}, callback=True)
        if (answer.get("seq") or 0) > self.seqs[room]:
            self._catch_up(room)
        return answer

    def hear(self, *, losing: int = 0) -> list[dict[str, Any]]:
        """Take what has arrived, but for the first few pushes; give them back for inspection."""
        received = self.socket.get_received()
        pushes = [one["args"][0] for one in received if one["name"] == "push"][losing:]
        self.other += [one for one in received if one["name"] != "push"]
        for push in pushes:
            room = push["room"]
            if push["seq"] > self.seqs[room] + 1:
                self._catch_up(room)
            elif push["seq"] == self.seqs[room] + 1:
                self._apply(push)
        return pushes

    def assert_live_equals_reload(self) -> None:
        """Insist that the page, as pushes have made it, is the page that a reload shows."""
        assert _shape(self._page) == _shape(self._load())

    def _load(self) -> BeautifulSoup:
        answer = self.http.get(self.url)
        assert answer.status_code == 200, answer.text
        return _parsed(answer.text)

    def _catch_up(self, room: str) -> None:
        answer = self.http.get(f"/rooms/{room}/since/{self.seqs[room]}").get_json()
        if answer["pushes"] is None:
            self._page = self._load()
            self.seqs[room] = answer["seq"]
        for push in answer["pushes"] or ():
            self._apply(push)

    def _apply(self, push: dict[str, Any]) -> None:
        assert push["seq"] == self.seqs[push["room"]] + 1
        if push["op"] == "insert":
            self._insert(push)
        elif push["op"] == "remove" and (old := self._page.find(id=push["id"])):
            old.decompose()
        for part in push.get("parts", ()):
            if old := self._page.find(id=part["id"]):
                old.replace_with(_element(part["html"]))
        self.seqs[push["room"]] = push["seq"]

    def _insert(self, push: dict[str, Any]) -> None:
        into = self._page.find(id=push["list"])
        if into is None and not self._page.select("#rows, #posts, #remarks"):
            return  # pages that gather from many rooms say that there is something new
        assert isinstance(into, Tag)
        new = _element(push["html"])
        if old := self._page.find(id=push["id"]):  # it may have stood in another list
            old.decompose()
        items = into.find_all("li", recursive=False)
        in_time = bool(self._page.select('[data-order="time"]'))
        if push["list"] == "rows":  # the newest first
            after = [one for one in items if str(one["data-key"]) < push["key"]]
        elif in_time:
            after = [one for one in items if int(str(one["data-number"])) > push["number"]]
        else:
            after = [one for one in items if str(one["data-key"]) > push["key"]]
        after[0].insert_before(new) if after else into.append(new)


def _parsed(html: str) -> BeautifulSoup:
    """Read a page, but for what is marked as new to this reader alone."""
    page = BeautifulSoup(html, "lxml")  # a third of the time that html.parser takes
    for mark in page.find_all(lambda one: "data-new" in one.attrs or bool(OWN & _classes(one))):
        mark.decompose()
    for marked in page.find_all(lambda one: bool(OWN_MARKS & _classes(one))):
        marked["class"] = " ".join(one for one in marked["class"] if one not in OWN_MARKS)
    return page


def _classes(one: Tag) -> set[str]:
    return set(one.attrs.get("class", ()))


def _element(html: str) -> Tag:
    body = _parsed(html).body
    found = body and body.find()
    assert isinstance(found, Tag)
    return found


def _is_live(one: Tag) -> bool:
    name = str(one.attrs.get("id", ""))
    if "house" in _classes(one):  # a group among people, not a page of its own
        return False
    return name in LIVE or name.startswith(LIVE_BEGIN) or "data-job" in one.attrs


def _live(page: BeautifulSoup) -> list[Tag]:
    return page.find_all(_is_live)


def _shape(page: BeautifulSoup) -> list[str]:
    return ["".join(str(part).split()) for part in _live(page)]
