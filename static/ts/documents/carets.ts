/** The others' carets, by first name and in a colour that stays theirs; who begins to write is told of once. */
import type { DecorationAttrs } from "@tiptap/pm/view";
import type { Awareness } from "y-protocols/awareness";
import { say } from "../words.ts";
import { announce } from "../frame/announce.ts";
import { seat } from "../frame/page.ts";

/** What the server says of who has a caret. */
export interface Hand {
  readonly name?: string | null;
  readonly seat?: string;
}

/** How many colours there are (`--hand-1` and on, static/css/tokens.css). */
export const HANDS = 5;

/** The colour of a seat. */
export function handOf(of: string): number {
  let sum = 0;
  for (const letter of of) sum = (sum * 31 + letter.charCodeAt(0)) % 65_521;
  return (sum % HANDS) + 1;
}

/** What one is called among those who write. */
export const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? "";

/** A caret to be shown in the text. */
export function caret(hand: Hand): HTMLElement {
  const mark = document.createElement("span");
  mark.className = `caret caret--${handOf(hand.seat ?? "")}`;
  mark.setAttribute("aria-hidden", "true");
  const label = document.createElement("span");
  label.className = "caret__name";
  // Printed by the style sheet: what is selected around it can be copied without it.
  label.dataset["name"] = firstName(hand.name ?? "");
  // Joiners keep the browser's own caret from falling between the mark and the words beside it.
  mark.append("\u2060", label, "\u2060");
  requestAnimationFrame(() => label.classList.toggle("caret__name--before", label.getBoundingClientRect().right > document.documentElement.clientWidth));
  return mark;
}

/** How what somebody has selected is shown. */
export const selected = (hand: Hand): DecorationAttrs => ({ nodeName: "span", class: `picked picked--${handOf(hand.seat ?? "")}` });

/** Tells those who listen when somebody else begins to write here; each once. */
export function tellArrivals(awareness: Awareness): void {
  const known = new Set<string>([seat()]);
  awareness.on("change", () => {
    for (const state of awareness.getStates().values()) {
      const hand = state["user"] as Hand | undefined;
      if (!hand?.seat || !hand.name || known.has(hand.seat)) continue;
      known.add(hand.seat);
      announce(say("{name} is writing here, too.", { name: hand.name }));
    }
  });
}
