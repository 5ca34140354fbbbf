/** Looks at what the page is and starts what it needs. */
import { startBelongings } from "./frame/belongings.ts";
import { startCopying } from "./frame/copying.ts";
import { startDialogs } from "./frame/dialogs.ts";
import { emptyPage } from "./frame/emptying.ts";
import { startKeepsakes } from "./frame/keepsake.ts";
import { startKeys, type Key } from "./frame/keys.ts";
import { startLeaving } from "./frame/leaving.ts";
import { startLimits } from "./frame/limits.ts";
import { startBar } from "./frame/offline.ts";
import { calm, seat } from "./frame/page.ts";
import { expelled, guard, startStanding } from "./frame/standing.ts";
import { startTimes, tellTimes } from "./frame/times.ts";
import { Composer, draftsChanged } from "./discussion/composer.ts";
import { startEditing } from "./discussion/editing.ts";
import { startList } from "./discussion/list.ts";
import { startMenu } from "./discussion/menu.ts";
import { startNews } from "./discussion/news.ts";
import { hurry, outboxChanged, refused, startOutbox, waiting } from "./discussion/outbox.ts";
import { authorName, numberOf, posts } from "./discussion/posts.ts";
import { startPresence } from "./discussion/presence.ts";
import { ThreadPage } from "./discussion/thread.ts";
import { startTyping } from "./discussion/typing.ts";
import { Unsent } from "./discussion/unsent.ts";
import { startExports } from "./documents/exports.ts";
import { applied, focusOn } from "./live/apply.ts";
import { listen } from "./live/rooms.ts";
import { openLine, type Line } from "./live/socket.ts";
import { announce } from "./frame/announce.ts";
import { say } from "./words.ts";

startBelongings();
startTimes();
applied.hear(tellTimes);
startLimits();
startDialogs();
startLeaving();
startCopying();

// What is being made is followed by whoever asked for it (documents/exports.ts).
const places = [...document.querySelectorAll<HTMLElement>('[data-room]:not([data-room^="job:"])')];
const section = places.find((place) => place.id.startsWith("thread-"));
const rows = document.getElementById("rows");
const remarks = document.getElementById("remarks");
const main = document.querySelector("main");
// Visitors get pages, no sockets.
const line = seat() && places.length > 0 ? openLine() : undefined;

if (seat()) {
  startKeepsakes(document.querySelectorAll<HTMLFormElement>('form[data-module="new-thread"], form[data-module="edit"], form[data-module="mandate"]'));
  const bar = startBar(line, () => waiting().length > 0, () => {
    line?.retry();
    hurry();
  });
  outboxChanged.hear(bar.refresh);
  line?.changed.hear((up) => up && hurry());
  // What a page follows aside is not what it is about: it says nothing of what may be read or done here.
  startStanding(places.filter((place) => !place.hasAttribute("data-aside")).map((place) => place.dataset["room"] ?? ""));
}

const keys: Key[] = [];
if (section) keys.push(...startThread(section, line));
else if (main && rows) startList(rows, main);
else if (main && places.length > 0 && !document.getElementById("document") && !remarks) startNews(main);
if (remarks) {
  import("./papers/remarks.ts").then(
    ({ startRemarks }) => startRemarks(remarks),
    (reason: unknown) => {
      console.warn("main: the comments stay a list", reason);
      remarks.dataset["arranged"] = "";
    },
  );
}
expelled.hear(emptyPage);
if (line) {
  startPresence(line);
  listen(line);
}
startExports();
startOutbox();
startKeys(keys);

/** The page of a thread; gives the keys that it knows. */
function startThread(section: HTMLElement, line: Line | undefined): Key[] {
  const list = section.querySelector<HTMLElement>("#posts");
  if (!list) return [];
  const form = document.querySelector<HTMLFormElement>('form[data-module="composer"]');
  const id = section.id.replace(/^thread-/, "");
  const composer = form ? new Composer(form, id) : undefined;
  const thread = new ThreadPage(section, list, composer);
  const lost = new Unsent(section);
  startEditing(list, (words) => lost.show(say("What you were writing was here when the post went away; copy it if you need it."), [words]));
  startMenu(list);
  expelled.hear(() => thread.empty());
  refused.hear((draft) => draft.thread !== id && announce(say("A post in another thread was not accepted. Its words are kept there.")));
  if (composer) {
    const unsent = new Unsent(composer.form);
    const words = (): string[] => [...composer.unsent(), ...waiting().filter((sending) => sending.thread === id)].map((one) => one.words);
    guard({ form: composer.form, words, changes: [draftsChanged, outboxChanged], show: (reason, kept) => unsent.show(reason, kept) });
    list.addEventListener("click", (event) => {
      const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a.act-answer") : null;
      const item = link?.closest<HTMLElement>(".post-item");
      if (!item || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      void composer.answer(String(numberOf(item)), authorName(item));
    });
  }
  if (line) {
    const forget = startTyping(line, section.dataset["room"] ?? "");
    applied.hear((at) => at instanceof HTMLElement && at.dataset["author"] && forget(at.dataset["author"]));
  }
  return threadKeys(list, thread);
}

function threadKeys(list: HTMLElement, thread: ThreadPage): Key[] {
  const current = (): HTMLElement | null => document.activeElement?.closest<HTMLElement>(".post-item") ?? null;
  const go = (item: HTMLElement | undefined): void => {
    if (!item) return;
    focusOn(item);
    item.scrollIntoView({ block: "nearest", behavior: calm() ? "instant" : "smooth" });
  };
  const step = (by: number): void => {
    const all = posts(list);
    const now = current();
    // Without a focused post one begins with the first that is in sight.
    const from = now ? all.indexOf(now) + by : all.findIndex((item) => item.getBoundingClientRect().bottom > 0);
    go(all[Math.max(0, Math.min(from, all.length - 1))]);
  };
  return [
    { key: "j", does: "Next post", run: () => step(1) },
    { key: "k", does: "Previous post", run: () => step(-1) },
    {
      key: "n",
      does: "Next unread post",
      run: () => {
        const unread = thread.reading.next();
        const now = current();
        go(unread.find((item) => !now || now.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING) ?? unread[0]);
      },
    },
    { key: "r", does: "Answer the post", run: () => current()?.querySelector<HTMLElement>(".act-answer")?.click() },
  ];
}
