/**
 * Puts what the server rendered into the page: by id and position key, repeatably, and without disturbing focus, an open
 * edit form or a selection. The HTML is that of our own macros and nothing else.
 */
import { Idiomorph } from "idiomorph";
import { signal } from "../frame/signal.ts";

/** Fresh content stands in the page: times are told, unread marks set. */
export const applied = signal<Element>();

/** An element of the page goes for good; what was being written in it must be rescued. */
export const leaving = signal<Element>();

/** The element that a macro rendered. */
export function element(html: string): HTMLElement {
  const template = document.createElement("template");
  template.innerHTML = html;
  const first = template.content.firstElementChild;
  if (!(first instanceof HTMLElement)) throw new Error("a push without an element");
  return first;
}

/** What scripts put into a post stays when its content is replaced: an open edit form, a copy that waits to be sent. */
export const KEPT = "[data-kept]";

/** Changes an element into its new state, keeping what has not changed. */
export function morph(old: Element, fresh: Element, inside = false): void {
  Idiomorph.morph(old, inside ? fresh.innerHTML : fresh, {
    morphStyle: inside ? "innerHTML" : "outerHTML",
    callbacks: {
      beforeNodeMorphed: (node: Node) => !(node instanceof Element && node.matches(`${KEPT}, form.composer, dialog`)),
      beforeNodeRemoved(node: Node) {
        if (!(node instanceof Element)) return true;
        if (node.matches(`${KEPT}, form.composer, dialog`)) return false;
        if (node.matches("[id]")) leaving.send(node);
        return true;
      },
      // What stands behind an open edit form stays hidden, and a post that has focus keeps its place in the order of tabs.
      beforeAttributeUpdated: (name: string, node: Element) => !(name === "tabindex" || (name === "hidden" && node.matches("[data-behind]")) || name === "data-behind"),
    },
  });
}

/** Replaces the element of that id; false when the page does not show it. */
export function replace(id: string, html: string): boolean {
  const old = document.getElementById(id);
  if (!old) return false;
  const fresh = element(html);
  // Where the reader came to by a permalink is this page's own knowledge.
  fresh.classList.toggle("post-item--here", old.classList.contains("post-item--here"));
  if (!fresh.className) fresh.removeAttribute("class");
  morph(old, fresh);
  const now = document.getElementById(id);
  if (now) applied.send(now);
  return true;
}

/** Takes the element of that id away; focus that was in it goes to its neighbour. */
export function remove(id: string): boolean {
  const old = document.getElementById(id);
  if (!old) return false;
  leaving.send(old);
  const neighbour = old.contains(document.activeElement) ? (old.nextElementSibling ?? old.previousElementSibling) : null;
  old.remove();
  if (neighbour instanceof HTMLElement) focusOn(neighbour);
  return true;
}

/** Inserts in the order of the keys; elements without a key (copies that wait) are passed over. */
export function insertByKey(list: Element, item: HTMLElement, keyOf: (item: HTMLElement) => string, descending = false): void {
  const key = keyOf(item);
  const after = keyed(list).find((other) => other !== item && (descending ? keyOf(other) < key : keyOf(other) > key));
  list.insertBefore(item, after ?? null);
  applied.send(item);
}

/** The items of a list that have a place in its order. */
export const keyed = (list: Element): HTMLElement[] => [...list.querySelectorAll<HTMLElement>(":scope > [data-key]")];

/** Moves focus to an element that need not be a control. */
export function focusOn(target: HTMLElement, options: FocusOptions = { preventScroll: true }): void {
  if (target.tabIndex < 0 && !target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus(options);
}

/** Changes the page without moving what stands on the screen: the first of the items that is seen keeps its place. */
export function keepingPlace(items: () => Iterable<HTMLElement>, change: () => void): void {
  const anchor = [...items()].find((item) => item.getBoundingClientRect().bottom > 0);
  const root = document.documentElement;
  const before = anchor?.getBoundingClientRect().top ?? 0;
  // The browser's own anchoring would correct a second time.
  root.style.overflowAnchor = "none";
  change();
  const moved = anchor?.isConnected ? anchor.getBoundingClientRect().top - before : 0;
  if (Math.abs(moved) >= 1) scrollBy({ top: moved, behavior: "instant" });
  requestAnimationFrame(() => requestAnimationFrame(() => root.style.removeProperty("overflow-anchor")));
}
