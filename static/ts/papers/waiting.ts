/** Comments on their way: a card stands for each, beside its block, until the server's own takes its place. */
import { say } from "../words.ts";
import { focusOn } from "../live/apply.ts";
import { outboxChanged, standstill, waiting, type Sending } from "../discussion/outbox.ts";
import { signal } from "../frame/signal.ts";

/** The cards on the page are others than before. */
export const cardsChanged = signal<void>();

/** A comment that was sent so recently was sent by this page. Milliseconds. */
const NOW = 1_000;

/** Shows the cards of what waits to be sent for one thing. */
export function startWaiting(list: HTMLElement, thing: string): void {
  const look = (): void => {
    const sendings = waiting().filter((sending) => sending.thread === thing);
    const tokens = new Set(sendings.map(({ token }) => token));
    for (const card of cards(list)) if (!tokens.has(card.dataset["token"] ?? "")) card.remove();
    for (const sending of sendings) show(list, sending);
    cardsChanged.send();
  };
  outboxChanged.hear(look);
  addEventListener("offline", look);
  addEventListener("online", look);
  look();
}

/** The server's card has come: that which stood for it goes, and focus that was on it moves. */
export function dropWaiting(list: HTMLElement, token: string, instead: HTMLElement | null): void {
  const card = cards(list).find((one) => one.dataset["token"] === token);
  if (!card) return;
  const focused = card.contains(document.activeElement);
  card.remove();
  if (focused && instead) focusOn(instead);
}

const cards = (list: HTMLElement): HTMLElement[] => [...list.querySelectorAll<HTMLElement>(":scope > [data-waiting]")];

function show(list: HTMLElement, sending: Sending): void {
  const old = cards(list).find((card) => card.dataset["token"] === sending.token);
  const card = old ?? make(sending);
  if (!card) return;
  const stuck = standstill() !== undefined || !navigator.onLine;
  const state = card.querySelector("[data-state]");
  if (state) state.textContent = stuck ? `${say("Not sent yet")}. ${reason()}` : say("Sending…");
  if (old) return;
  list.append(card);
  if (Date.now() - sending.at < NOW) focusOn(card);
}

function make(sending: Sending): HTMLElement | undefined {
  const blank = document.querySelector<HTMLTemplateElement>("template#pending-remark")?.content.firstElementChild;
  if (!(blank instanceof HTMLElement)) return undefined;
  const card = blank.cloneNode(true) as HTMLElement;
  card.id = `pending-${sending.token}`;
  delete card.dataset["key"];
  Object.assign(card.dataset, { place: sending.parent, token: sending.token, waiting: "", kept: "" });
  const link = card.querySelector<HTMLAnchorElement>(".remark__where a");
  if (link) link.href = `#b-${sending.parent}`;
  const cited = card.querySelector<HTMLElement>(".remark__cited");
  if (cited) cited.hidden = !sending.parentName;
  cited?.querySelector("p")?.replaceChildren(sending.parentName);
  card.querySelector(".remark__words")?.replaceChildren(sending.words);
  return card;
}

function reason(): string {
  if (!navigator.onLine) return say("Kept on this device. It goes out when the connection is back.");
  if (standstill() === "signed-out") return say("Kept on this device. It goes out when you have signed in again.");
  return say("Kept on this device. It goes out as soon as the server is ready.");
}
