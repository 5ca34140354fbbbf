/** The menu of a post: only what makes sense for it and for its reader; by pointer and by keyboard. */
import { copy } from "../frame/copying.ts";
import { open } from "../frame/dialogs.ts";
import { may } from "../frame/page.ts";
import { send } from "../frame/send.ts";
import { say } from "../words.ts";
import { announce } from "../frame/announce.ts";
import { catchUpAll } from "../live/rooms.ts";
import { edit } from "./editing.ts";
import { numberOf, own, permalink, trace } from "./posts.ts";

type Act = "link" | "cite" | "edit" | "delete" | "hide" | "unhide" | "history" | "move";

/** Whether an act makes sense on a post; the server asks again. */
export function possible(act: string, item: HTMLElement, list: Element): boolean {
  const hidden = item.dataset["hidden"] !== undefined;
  const closed = document.querySelector('.thread-state[data-closed="true"]') !== null;
  switch (act as Act) {
    case "link":
      return true;
    case "cite":
      return !trace(item) && !hidden && may("draft");
    case "history":
      return !trace(item) && Number(item.dataset["revision"]) > 0;
    case "edit":
      return own(item) && !hidden && !closed && may("reply");
    case "delete":
      return own(item) && !hidden && !closed && numberOf(item) > 1 && list.querySelector(`:scope > [data-parent="${numberOf(item)}"]`) === null;
    case "move":
      return may("moderate") && numberOf(item) > 1;
    case "hide":
      return may("moderate") && !hidden;
    case "unhide":
      return may("moderate") && hidden;
    default:
      return false;
  }
}

/** Makes the ⋯ buttons of a list of posts work. */
export function startMenu(list: HTMLElement): void {
  const menu = document.getElementById("post-menu");
  if (!menu) return;
  const floats = "popover" in HTMLElement.prototype;
  if (!floats) menu.hidden = true;
  let item: HTMLElement | undefined;
  let button: HTMLElement | undefined;
  // A press on the open menu's own button closes it before the click arrives, which must not open it again.
  let pressedOpen = false;

  const close = (): void => {
    if (floats) menu.hidePopover();
    else menu.hidden = true;
    button?.setAttribute("aria-expanded", "false");
  };
  const isOpen = (): boolean => (floats ? menu.matches(":popover-open") : !menu.hidden);
  const show = (from: HTMLElement, at: HTMLElement): void => {
    const again = button === from && (isOpen() || pressedOpen);
    pressedOpen = false;
    if (isOpen()) close();
    if (again) return;
    [button, item] = [from, at];
    for (const act of menu.querySelectorAll<HTMLElement>("[data-act]")) act.hidden = !possible(act.dataset["act"] ?? "", at, list);
    if (floats) menu.showPopover();
    else menu.hidden = false;
    from.setAttribute("aria-expanded", "true");
    beside(menu, from);
    acts(menu)[0]?.focus();
  };

  list.addEventListener("click", (event) => {
    const from = event.target instanceof Element ? event.target.closest<HTMLElement>(".act-more") : null;
    const at = from?.closest<HTMLElement>(".post-item");
    if (from && at) show(from, at);
  });
  menu.addEventListener("beforetoggle", (event) => {
    if (event.newState === "open") return;
    button?.setAttribute("aria-expanded", "false");
  });
  menu.addEventListener("click", (event) => {
    const act = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-act]")?.dataset["act"] : undefined;
    const [at, from] = [item, button];
    if (!act || !at?.isConnected) return close();
    close();
    from?.focus({ preventScroll: true });
    run(act as Act, at, from);
  });
  menu.addEventListener("keydown", (event) => {
    const all = acts(menu);
    const now = all.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: (now + 1) % all.length, ArrowUp: (now - 1 + all.length) % all.length, Home: 0, End: all.length - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      all[next]?.focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      close();
      button?.focus({ preventScroll: true });
    }
  });
  addEventListener("scroll", () => isOpen() && button && beside(menu, button), { passive: true });
  document.addEventListener(
    "pointerdown",
    (event) => {
      if (!(event.target instanceof Node)) return;
      pressedOpen = isOpen() && (button?.contains(event.target) ?? false);
      if (!floats && isOpen() && !pressedOpen && !menu.contains(event.target)) close();
    },
    { capture: true },
  );
}

const acts = (menu: HTMLElement): HTMLElement[] => [...menu.querySelectorAll<HTMLElement>("[data-act]:not([hidden])")];

/** Below the button, or above where there is no room; never outside the window. */
function beside(menu: HTMLElement, button: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const own = menu.getBoundingClientRect();
  const top = at.bottom + own.height + 8 > innerHeight ? Math.max(8, at.top - own.height - 4) : at.bottom + 4;
  menu.style.top = `${top}px`;
  menu.style.left = `${Math.max(8, Math.min(at.right - own.width, innerWidth - own.width - 8))}px`;
}

function run(act: Act, item: HTMLElement, opener: HTMLElement | undefined): void {
  const address = permalink(item).replace(/[?#].*$/, "");
  switch (act) {
    case "link":
      return void copy(permalink(item));
    case "cite":
      return location.assign(`${address}/citing`);
    case "history":
      return location.assign(`${address}/history`);
    case "edit":
      return void edit(item);
    case "move":
      return location.assign(`${address}/move`);
    case "unhide":
      return void unhide(`${address}/hiding`);
    case "hide":
      return ask("dialog-hide", `${address}/hiding`, "POST", opener);
    case "delete":
      return ask("dialog-delete", address, "DELETE", opener);
  }
}

function ask(id: string, action: string, method: string, opener: HTMLElement | undefined): void {
  const dialog = document.getElementById(id);
  const form = dialog?.querySelector("form");
  if (!(dialog instanceof HTMLDialogElement) || !form) return console.warn(`menu: there is no ${id}`);
  form.action = action;
  form.dataset["method"] = method;
  open(dialog, opener);
}

async function unhide(address: string): Promise<void> {
  const outcome = await send("DELETE", address);
  if (outcome.kind === "done") {
    catchUpAll();
    return void document.dispatchEvent(new CustomEvent("done"));
  }
  announce(outcome.kind === "refused" && outcome.message ? outcome.message : say("This did not get through. Your words are kept; try again."));
}
