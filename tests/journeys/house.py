"""A house for journeys: the real server, the panel in it, and people with browsers of their own."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from panel.app import create_app
from panel.identity.actions import sign_in
from panel.identity.models import Person
from panel.kernel.settings import Settings
from panel.kernel.work import Work, Workshop
from panel.membership.actors import Actor
from panel.membership.models import Panel, Role
from tests import factories
from tests.services.server import Server

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SECRET = "the journeys' own"  # noqa: S105  # signs cookies of one test run
PATIENCE = 30_000  # ms; a slow machine is no failure, and nothing waits longer than it must
# Both ways of serving send the same pages to the same stories, and a minute and a half of processor
# goes into having axe look at them: it does so on this one.
EXAMINED = "eventlet"
TAKEN_AS_EXAMINED = set[BrowserContext]()
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@dataclass
class House:
    """A running server, with a second door to its database for what a story takes for granted."""

    server: Server
    browser: Browser
    app: Flask
    contexts: list[BrowserContext] = field(default_factory=list)

    @property
    def workshop(self) -> Workshop:
        """What writes here writes as another process does: open tabs hear of it by a nudge."""
        workshop: Workshop = self.app.extensions["workshop"]
        return workshop

    @contextmanager
    def work(self) -> Iterator[Work]:
        """Prepare something by the actions that members use."""
        with self.app.app_context(), self.workshop.open_work() as work:
            yield work

    def panel(self, *roles: Role, language: str = "en") -> tuple[Panel, list[Actor]]:
        """Open a panel, and seat somebody in each of these roles, named after it."""
        with self.work() as work:
            panel = factories.a_panel(work, language=language)
            people = [
                factories.a_seat(work, panel, role, name=f"{role.title()} {n}", house=f"House {n}")
                for n, role in enumerate(roles, 1)
            ]
        return panel, people

    def context(
        self, who: Actor | None = None, *, viewport: dict[str, int] | None = None, **options: object
    ) -> BrowserContext:
        """Open a browser of somebody's own, signed in or not; it is closed with the test."""
        context = self.browser.new_context(
            base_url=self.server.url,
            viewport=viewport or DESK,  # type: ignore[arg-type]
            locale="en-GB",
            timezone_id="UTC",
            **options,  # type: ignore[arg-type]
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        if self.server.mode != EXAMINED:
            TAKEN_AS_EXAMINED.add(context)
        if who is not None:
            context.add_cookies(
                [{"name": "mesa", "value": self._cookie(who), "url": self.server.url}]
            )
        return context

    def tab(self, who: Actor | None, path: str, **options: object) -> Page:
        """Open a page as somebody, in a browser of their own."""
        page = self.context(who, **options).new_page()  # type: ignore[arg-type]
        page.goto(path)
        return page

    def close(self) -> None:
        """Close all browsers that the test has opened."""
        for context in self.contexts:
            context.close()
            TAKEN_AS_EXAMINED.discard(context)
        self.contexts.clear()

    def _cookie(self, who: Actor) -> str:
        with self.work() as work:
            token = sign_in(work, work.session.get_one(Person, who.person_id))
        serializer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        return str(serializer.dumps({"_user_id": token, "_permanent": True}))


def second_door(server: Server) -> Flask:
    """Open the application on the database of a running server."""
    app, _line = create_app(Settings.from_environment(server.environment))
    return app


SOUND = """async () => {
  const settled = document.getAnimations().map((one) => one.finished.catch(() => undefined));
  const enough = new Promise((resolve) => setTimeout(resolve, 2000));  // it may rest
  await Promise.race([Promise.all(settled), enough]);  // what is half faded in has no contrast
  const at = scrollY;
  scrollTo({top: 0, behavior: 'instant'});  // what is half under a sticky bar counts as too small
  const {violations} = await axe.run(document, {resultTypes: ['violations'],
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']});
  scrollTo({top: at, behavior: 'instant'});
  return violations.map(({id, nodes}) => ({
    rule: id, nodes: nodes.map((one) => one.html + ' — ' + one.failureSummary)}));
}"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def assert_sound(page: Page) -> None:
    """Insist that axe finds nothing, and that nothing has to be scrolled sideways."""
    page.wait_for_load_state("domcontentloaded")  # an address may be there before its page
    if page.context not in TAKEN_AS_EXAMINED:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE.read_text() + ";undefined")
        found = page.evaluate(SOUND)
        assert not found, json.dumps(found, indent=1)[:4000]
    wide = page.evaluate(TOO_WIDE)
    assert wide <= 0, f"{page.url} has to be scrolled sideways by {wide} px"


def posts(page: Page) -> list[str]:
    """Read what the posts of a page say, in its order."""
    return page.locator("#posts .prose").all_inner_texts()


LIVE = """() => [...document.querySelectorAll(
    '#posts > li, #rows > li, [id^=thread-state-], [id^=thread-conclusion-], [id^=thread-count-], '
    + '#comments > .remark, #comments-gone > .remark, #comments-count, '
    + '[id^=paper-title-], [id^=paper-state-], [id^=paper-stages-], [id^=group-]:not(.house), '
    + '.col > .section > ol > li')]
  .map((part) => {
    const copy = part.cloneNode(true);
    copy.querySelectorAll('time, .since, .row__new, .who > .said').forEach((one) => one.remove());
    copy.classList.remove('post-item--new', 'post-item--here');
    copy.querySelectorAll('.row--new').forEach((one) => one.classList.remove('row--new'));
    return `${part.id} ${copy.textContent.replace(/\\s+/g, ' ').trim()}`;
  })"""


EQUAL = f"""(wanted) => {{
  if (JSON.stringify(({LIVE})()) === wanted) return true;
  const pill = document.querySelector('[data-pill]:not([hidden])');  // it may come late
  if (pill) pill.click();
  return false;
}}"""


def assert_equals_reload(page: Page) -> None:
    """Insist that an open tab shows what a fresh load of the same address shows."""
    fresh = page.context.new_page()
    fresh.goto(page.url.split("#")[0])
    expect(fresh.locator("main")).to_be_visible()
    page.wait_for_function(
        EQUAL,
        arg=json.dumps(fresh.evaluate(LIVE), ensure_ascii=False, separators=(",", ":")),
    )
    fresh.close()
