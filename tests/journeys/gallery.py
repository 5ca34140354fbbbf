"""The demo panel, hung up to be looked at: every screen small and wide, by day and by night."""

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from panel.cli import demo_data
from panel.discussion.models import Post, Thread
from panel.identity.queries import by_email
from panel.kernel.web import path_for
from panel.membership import queries
from panel.membership.actors import Actor
from tests.journeys.house import DESK, PHONE, TOO_WIDE, House, assert_sound
from tests.services.waiting import until

SIZES = {"phone": PHONE, "desk": DESK}
THEMES = ("light", "dark")
NARROW = {"width": 320, "height": 640}
TAKEN = bool(os.environ.get("PICTURES"))  # by `make pictures`: tests do not look at them
SLUG = demo_data.PANEL.slug
AT_REST = "() => document.getAnimations().forEach((one) => one.finish())"
INTO_SIGHT = "(one) => one.scrollIntoView({block: 'center', behavior: 'instant'})"
FONTS = "document.fonts.status"  # as a promise it may never come
LEGIBLE = """async () => {
  const {violations} = await axe.run(document,
    {resultTypes: ['violations'], runOnly: ['color-contrast']});
  return violations.flatMap(({nodes}) => nodes.map((one) => one.html + one.failureSummary));
}"""


def assert_legible(page: Page) -> None:
    """Insist that axe, which is in the page already, finds nothing about its colours."""
    found = page.evaluate(LEGIBLE)
    assert not found, found


@dataclass
class Gallery:
    """The house of the demo, and where its pictures are put."""

    house: House
    pictures: Path

    def email(self, key: str) -> str:
        """Tell what one of the demo's people signs in with."""
        return next(one.email for one in demo_data.PEOPLE if one.key == key)

    def actor(self, key: str) -> Actor:
        """Find one of the demo's people."""
        address = self.email(key)
        with self.house.app.app_context(), self.house.workshop.open_reading() as reading:
            person = by_email(reading, address)
            assert person
            return queries.actor(reading, person.id, SLUG)

    def thread(self, key: str) -> Thread:
        """Find one of the demo's threads."""
        title = next(one.title for one in demo_data.THREADS if one.key == key)
        with self.house.app.app_context(), self.house.workshop.open_reading() as reading:
            return reading.session.scalars(select(Thread).where(Thread.title == title)).one()

    def deepest(self, thread: Thread) -> int:
        """Find the post of a thread that stands at the end of its longest branch."""
        with self.house.app.app_context(), self.house.workshop.open_reading() as reading:
            found = reading.session.scalars(select(Post).where(Post.thread_id == thread.id))
            return max(found, key=lambda one: len(one.key)).number

    def opens(self, who: str | None, path: str, **options: object) -> Page:
        """Open a page of the panel, or one outside, as one of the demo's people, at a desk."""
        inside = path if path.startswith("/") else f"/p/{SLUG}/{path}".rstrip("/")
        context = self.house.context(self.actor(who) if who else None, **options)  # type: ignore[arg-type]
        if not who:
            context.request.post("/language", form={"language": "es"}, max_redirects=0)
        page = context.new_page()
        page.goto(inside)
        return page

    def path(self, key: str, **values: Any) -> str:  # noqa: ANN401  # as url_for
        """Give the address of a demo thread."""
        thread = self.thread(key).public_id
        with self.house.app.test_request_context():
            endpoint = "discussion.show_post" if "number" in values else "discussion.show_thread"
            return path_for(endpoint, panel=SLUG, thread=thread, **values)

    def renames(self, table: str, to: str) -> None:
        """Break the installation, or mend it."""
        with closing(sqlite3.connect(self.house.server.var / "mesa.db")) as database:
            database.execute(f"ALTER TABLE {table} RENAME TO {to}")

    def hangs(self, page: Page, name: str, at: Locator | None = None) -> None:
        """Look at a page, or a part of it, in every size and light; it has to be sound in each."""
        expect(page.locator("h1").first).to_be_visible()
        for size, viewport in SIZES.items():
            page.set_viewport_size(viewport)  # type: ignore[arg-type]
            for theme in THEMES:
                page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
                page.evaluate(AT_REST)
                until(lambda: page.evaluate(FONTS) == "loaded", "the fonts")
                self._assert_right(page, name, size, theme)
                self._photograph(page, f"{name}-{size}-{theme}", at)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(DESK)  # type: ignore[arg-type]
        if at:
            at.evaluate(INTO_SIGHT)

    def _assert_right(self, page: Page, name: str, size: str, theme: str) -> None:
        """Insist that it is sound, at a desk and at the narrowest, and legible by night."""
        if size == "phone" and theme == "light":  # what stands at 320 px stands on every phone
            page.set_viewport_size(NARROW)  # type: ignore[arg-type]
            assert_sound(page)
            page.set_viewport_size(PHONE)  # type: ignore[arg-type]
            wide = page.evaluate(TOO_WIDE)
            assert wide <= 0, f"{name} has to be scrolled sideways by {wide} px"
        elif theme == "light":
            assert_sound(page)
        else:
            assert_legible(page)

    def shows(self, page: Page, name: str) -> None:
        """Look at a letter, as mail programmes show it: no style sheet and no script is ours."""
        for size, viewport in SIZES.items():
            page.set_viewport_size(viewport)  # type: ignore[arg-type]
            for theme in THEMES:
                page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
                wide = page.evaluate(TOO_WIDE)
                assert wide <= 0, f"{name} has to be scrolled sideways by {wide} px"
                self._photograph(page, f"{name}-{size}-{theme}", None)
        page.set_viewport_size(DESK)  # type: ignore[arg-type]

    def _photograph(self, page: Page, name: str, at: Locator | None) -> None:
        if not TAKEN:
            return
        page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
        if at:
            at.evaluate(INTO_SIGHT)
        path = self.pictures / f"{name}.jpg"  # a third of the time that a PNG takes
        page.screenshot(path=path, full_page=at is None, type="jpeg", quality=85)
