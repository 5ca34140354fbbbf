/** What the page says about its reader and itself: the data attributes of body, read in one place. */

/** The reader's own seat; empty for visitors and on pages without a panel. */
export const seat = (): string => document.body.dataset["seat"] ?? "";

/** Who is signed in, on pages without a panel too; empty for visitors. */
export const person = (): string => document.body.dataset["person"] ?? "";

/** The panel's short name, as in addresses. */
export const panel = (): string => document.body.dataset["panel"] ?? "";

/** The language of the page. */
export const language = (): string => document.documentElement.lang || "en";

/** The reader's time zone; that of the device when the page does not know it. */
export function zone(): string {
  const named = document.body.dataset["zone"];
  return named || Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Whether the reader may do this on what the page is about; for show only, the server asks again. */
export const may = (verb: string): boolean => verbs().includes(verb);

/** All that the reader may do here. */
export const verbs = (): string[] => (document.body.dataset["may"] ?? "").split(" ").filter(Boolean);

/** The server has said anew what the reader may do; the style sheet shows and hides by it. */
export function setVerbs(now: readonly string[]): void {
  document.body.dataset["may"] = now.join(" ");
}

/** Whether the reader asked for less movement; scrolling then jumps. */
export const calm = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** An element that can be seen, CSS asked: what is hidden by the reader's rights or the thread's state is not. */
export const shown = (element: HTMLElement): boolean => element.getClientRects().length > 0;

/** Whether the reader is typing, so that single keys are words and not commands. */
export function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), textarea, select"));
}
