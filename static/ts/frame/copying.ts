/** Copying to the clipboard, also where the browser has no asynchronous clipboard (plain http). */
import { say } from "../words.ts";
import { announce } from "./announce.ts";

/** Copies a text and says so; false when the reader has to do it by hand. */
export async function copy(text: string): Promise<boolean> {
  const done = (await byClipboard(text)) || byField(text);
  announce(done ? say("Copied") : say("This could not be copied. Please select it and copy it yourself."));
  return done;
}

async function byClipboard(text: string): Promise<boolean> {
  if (!("clipboard" in navigator)) return false;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (reason) {
    console.warn("copying: the clipboard is not open to us", reason);
    return false;
  }
}

function byField(text: string): boolean {
  const before = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "said";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  return done;
}

/** Makes the copy buttons of a page work: `data-copy` names the element whose text or value is copied, or is the text itself. */
export function startCopying(): void {
  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-copy]") : null;
    if (!button) return;
    const named = button.dataset["copy"] ?? "";
    const source = named.startsWith("#") ? document.querySelector<HTMLElement>(named) : null;
    const text = source instanceof HTMLInputElement || source instanceof HTMLTextAreaElement ? source.value : (source?.textContent?.trim() ?? named);
    if (await copy(text)) flash(button);
    else if (source instanceof HTMLInputElement || source instanceof HTMLTextAreaElement) source.select();
  });
}

/** Says on the button for a moment that it worked. */
export function flash(button: HTMLElement): void {
  const place = button.querySelector("span") ?? button;
  if (button.dataset["flash"] !== undefined || (place === button && button.childElementCount > 0)) return;
  const before = place.textContent;
  button.dataset["flash"] = "";
  place.textContent = say("Copied");
  setTimeout(() => {
    place.textContent = before;
    delete button.dataset["flash"];
  }, 2_000);
}
