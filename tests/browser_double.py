"""A browser reduced to what pushes do to a page."""

from typing import Any

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from flask_socketio import SocketIOTestClient
from lxml import html
from lxml.html import HtmlElement  # BeautifulSoup takes thirty times as long

LIVE = {"posts", "rows", "comments", "comments-gone", "comments-count", "document-drafting"}
LIVE_BEGIN = (
    *("thread-state-", "thread-conclusion-", "thread-count-"),
    *("paper-title-", "paper-state-", "paper-versions-", "paper-stages-", "group-"),
)
GATHERING = ("rows", "posts", "remarks")
OWN = {"since", "row__new"}  # what is there for this reader alone
OWN_MARKS = {"post--new", "post-item--here", "row--new"}


class Tab:
    """One open page, kept current by pushes; it asks for those that it has missed."""

    def __init__(self, http: FlaskClient, socket: SocketIOTestClient, url: str) -> None:
        self.http, self.socket, self.url = http, socket, url
        self.other = list[dict[str, Any]]()  # what came besides pushes
        self._page = self._load()
        self.seqs = {
            str(one.attrib["data-room"]): int(one.attrib["data-seq"])
            for one in self._page.xpath("//*[@data-room]")
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
        return BeautifulSoup(html.tostring(self._page), "lxml")

    @property
    def text(self) -> str:
        """All that can be read in what is live."""
        words = [str(word).strip() for part in _live(self._page) for word in part.itertext("*")]
        return " ".join(filter(None, words))

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

    def _load(self) -> HtmlElement:
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
        elif push["op"] == "remove" and (old := self._find(push["id"])) is not None:
            old.drop_tree()
        for part in push.get("parts", ()):
            if (old := self._find(part["id"])) is not None:
                old.addprevious(_element(part["html"]))
                old.drop_tree()
        self.seqs[push["room"]] = push["seq"]

    def _insert(self, push: dict[str, Any]) -> None:
        into = self._find(push["list"])
        if into is None and not any(self._find(one) is not None for one in GATHERING):
            return  # pages that gather from many rooms say that there is something new
        assert into is not None
        new = _element(push["html"])
        if (old := self._find(push["id"])) is not None:  # it may have stood in another list
            old.drop_tree()
        items = into.findall("li")
        in_time = bool(self._page.xpath('//*[@data-order="time"]'))
        if push["list"] == "rows":  # the newest first
            after = [one for one in items if one.attrib["data-key"] < push["key"]]
        elif in_time:
            after = [one for one in items if int(one.attrib["data-number"]) > push["number"]]
        else:
            after = [one for one in items if one.attrib["data-key"] > push["key"]]
        after[0].addprevious(new) if after else into.append(new)

    def _find(self, id_: str) -> HtmlElement | None:
        return self._page.get_element_by_id(id_, None)


def _parsed(text: str) -> HtmlElement:
    """Read a page, but for what is marked as new to this reader alone."""
    page = html.document_fromstring(text)
    for mark in [one for one in page.iter("*") if "data-new" in one.attrib or OWN & _classes(one)]:
        mark.drop_tree()
    for marked in page.iter("*"):
        if OWN_MARKS & _classes(marked):
            kept = [one for one in marked.attrib["class"].split() if one not in OWN_MARKS]
            marked.attrib["class"] = " ".join(kept)
    return page


def _classes(one: HtmlElement) -> set[str]:
    return set(one.attrib.get("class", "").split())


def _element(text: str) -> HtmlElement:
    return _parsed(text).body[0]


def _is_live(one: HtmlElement) -> bool:
    name = one.attrib.get("id", "")
    if "house" in _classes(one):  # a group among people, not a page of its own
        return False
    return name in LIVE or name.startswith(LIVE_BEGIN) or "data-job" in one.attrib


def _live(page: HtmlElement) -> list[HtmlElement]:
    return [one for one in page.iter("*") if _is_live(one)]


def _shape(page: HtmlElement) -> list[str]:
    written = (html.tostring(part, encoding="unicode", with_tail=False) for part in _live(page))
    return ["".join(one.split()) for one in written]
