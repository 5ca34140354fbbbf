/** Single keys as commands, never while somebody types; "?" tells them, and they can be switched off there. */
import { say } from "../words.ts";
import { open } from "./dialogs.ts";
import { typing } from "./page.ts";
import { keep, recall } from "./store.ts";

/** A key and what it does. */
export interface Key {
  readonly key: string;
  /** What it does, in English as in the words of the page. */
  readonly does: string;
  readonly run: () => void;
}

const OFF = "keys-off";

/** Makes the keys work. "?" and Ctrl+/ open their list; the latter also when they are switched off. */
export function startKeys(keys: readonly Key[]): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === "/" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return tell(keys);
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || recall<boolean>(OFF) || document.querySelector("dialog[open]")) return;
    if (event.key === "?") {
      event.preventDefault();
      return tell(keys);
    }
    const key = keys.find((one) => one.key === event.key);
    if (!key) return;
    event.preventDefault();
    key.run();
  });
}

function tell(keys: readonly Key[]): void {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog keys";
  const form = document.createElement("form");
  form.method = "dialog";
  const title = document.createElement("h2");
  title.id = "keys-title";
  title.textContent = say("Keys");
  dialog.setAttribute("aria-labelledby", title.id);
  const list = document.createElement("dl");
  const all = [...keys, { key: "Ctrl Enter", does: "Send what you wrote" }, { key: "?", does: "This list" }];
  for (const { key, does } of all) list.append(entry(key, does));
  const close = document.createElement("button");
  close.className = "btn";
  close.textContent = say("Close");
  const foot = document.createElement("div");
  foot.className = "form__acts";
  foot.append(close);
  form.append(title, list, choice(), foot);
  dialog.append(form);
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  open(dialog, document.activeElement instanceof HTMLElement && document.activeElement !== document.body ? document.activeElement : null);
}

function entry(key: string, does: string): HTMLElement {
  const row = document.createElement("div");
  const term = document.createElement("dt");
  for (const part of key.split(" ")) {
    const cap = document.createElement("kbd");
    cap.textContent = part;
    term.append(cap, " ");
  }
  const said = document.createElement("dd");
  said.textContent = say(does);
  row.append(term, said);
  return row;
}

/** Single keys disturb those who command by voice: they can do without. */
function choice(): HTMLElement {
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.type = "checkbox";
  box.checked = !recall<boolean>(OFF);
  box.addEventListener("change", () => keep(OFF, !box.checked));
  label.append(box, ` ${say("Use single keys as commands")}`);
  return label;
}
