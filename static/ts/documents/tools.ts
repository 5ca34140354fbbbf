/** The tools above a text: one row of buttons, reached and left by keyboard, telling what holds where the caret is. */
import type { Editor } from "@tiptap/core";
import { say } from "../words.ts";
import { announce } from "../frame/announce.ts";
import { shown } from "../frame/page.ts";
import { ask } from "./asking.ts";
import { cite, postAt } from "./citing.ts";
import { leads, newId } from "./schema.ts";

interface Tool {
  readonly icon: string;
  readonly name: string;
  readonly keys?: string;
  readonly run: (editor: Editor) => void;
  readonly holds?: (editor: Editor) => boolean;
  readonly can?: (editor: Editor) => boolean;
}

const TOOLS: readonly (Tool | "divide")[] = [
  { icon: "bold", name: "Bold", keys: "Ctrl B", run: (one) => one.chain().focus().toggleBold().run(), holds: (one) => one.isActive("bold") },
  { icon: "italic", name: "Italic", keys: "Ctrl I", run: (one) => one.chain().focus().toggleItalic().run(), holds: (one) => one.isActive("italic") },
  { icon: "link", name: "Link", keys: "Ctrl K", run: link, holds: (one) => one.isActive("link") },
  "divide",
  { icon: "list", name: "List", run: (one) => one.chain().focus().toggleBulletList().run(), holds: (one) => one.isActive("bulletList"), can: (one) => one.can().toggleBulletList() },
  { icon: "list-ordered", name: "Numbered list", run: (one) => one.chain().focus().toggleOrderedList().run(), holds: (one) => one.isActive("orderedList"), can: (one) => one.can().toggleOrderedList() },
  { icon: "quote", name: "Quotation", run: (one) => one.chain().focus().toggleBlockquote().run(), holds: (one) => one.isActive("blockquote"), can: (one) => one.can().toggleBlockquote() },
  { icon: "superscript", name: "Footnote", run: footnote, can: (one) => !one.isActive("footnote") },
  { icon: "message-square-quote", name: "Cite a post", run: citation, can: (one) => !one.isActive("footnote") },
  { icon: "table", name: "Table", run: (one) => one.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(), can: (one) => one.can().insertTable() && !one.isActive("table") },
  "divide",
  { icon: "undo-2", name: "Undo", keys: "Ctrl Z", run: (one) => one.chain().focus().undo().run(), can: (one) => one.can().undo() },
  { icon: "redo-2", name: "Redo", keys: "Ctrl Shift Z", run: (one) => one.chain().focus().redo().run(), can: (one) => one.can().redo() },
];

const TABLE: readonly (readonly [string, (editor: Editor) => void])[] = [
  ["Row below", (one) => one.chain().focus().addRowAfter().run()],
  ["Column after", (one) => one.chain().focus().addColumnAfter().run()],
  ["Remove the row", (one) => one.chain().focus().deleteRow().run()],
  ["Remove the column", (one) => one.chain().focus().deleteColumn().run()],
  ["Remove the table", (one) => one.chain().focus().deleteTable().run()],
];

const STYLES = ["Paragraph", "Heading 1", "Heading 2", "Heading 3"];

/** Fills the place of the tools, until `over`; they show whenever something may be written. */
export function startTools(place: HTMLElement, editor: Editor, over: AbortSignal): void {
  place.setAttribute("role", "toolbar");
  place.setAttribute("aria-label", say("Tools for writing"));
  const style = document.createElement("select");
  style.setAttribute("aria-label", say("Kind of paragraph"));
  style.append(...STYLES.map((name, at) => new Option(say(name), String(at))));
  style.addEventListener("change", () => {
    const level = Number(style.value);
    // By keyboard one goes through the kinds; a press has chosen one.
    const chain = style.matches(":focus-visible") ? editor.chain() : editor.chain().focus();
    (level ? chain.setHeading({ level: level as 1 | 2 | 3 }) : chain.setParagraph()).run();
  });
  const buttons = TOOLS.map((tool) => (tool === "divide" ? divide() : button(tool, editor)));
  const table = TABLE.map(([name, run]) => words(name, () => run(editor)));
  const [row, inTables] = [document.createElement("div"), document.createElement("div")];
  inTables.className = "doc-tools__table";
  row.append(style, ...buttons);
  inTables.append(...table);
  place.replaceChildren(row, inTables);
  roving(place, editor, over);
  const look = (): void => {
    place.hidden = !editor.isEditable;
    if (place.hidden) return;
    const heading = editor.isActive("heading") ? Number(editor.getAttributes("heading")["level"]) : 0;
    style.value = String(heading);
    TOOLS.forEach((tool, at) => {
      const one = buttons[at];
      if (tool === "divide" || !(one instanceof HTMLButtonElement)) return;
      if (tool.holds) one.setAttribute("aria-pressed", String(tool.holds(editor)));
      if (tool.can) one.disabled = !tool.can(editor);
    });
    inTables.hidden = !editor.isActive("table");
  };
  editor.on("transaction", look);
  editor.on("update", look);
  look();
  place.addEventListener("tools", look, { signal: over });
  standOnKeyboard(place, over);
}

/** The keyboard of a phone lies over the page; the tools stand on it. */
function standOnKeyboard(place: HTMLElement, over: AbortSignal): void {
  const seen = window.visualViewport;
  if (!seen) return;
  const lift = (): void => place.style.setProperty("--below", `${Math.max(0, innerHeight - seen.height - seen.offsetTop)}px`);
  seen.addEventListener("resize", lift, { signal: over });
  seen.addEventListener("scroll", lift, { signal: over });
}

function button(tool: Tool, editor: Editor): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.title = tool.keys ? `${say(tool.name)} (${tool.keys})` : say(tool.name);
  made.setAttribute("aria-label", say(tool.name));
  const drawn = document.querySelector(`#icons [data-icon="${tool.icon}"] svg`)?.cloneNode(true);
  made.append(drawn ?? say(tool.name));
  // The text keeps its selection.
  made.addEventListener("mousedown", (event) => event.preventDefault());
  made.addEventListener("click", () => tool.run(editor));
  return made;
}

function words(name: string, run: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "words";
  made.textContent = say(name);
  made.addEventListener("mousedown", (event) => event.preventDefault());
  made.addEventListener("click", run);
  return made;
}

function divide(): HTMLElement {
  const made = document.createElement("span");
  made.className = "divide";
  made.setAttribute("role", "separator");
  return made;
}

/** One stop for Tab, arrows within; Escape leads back into the text. */
function roving(place: HTMLElement, editor: Editor, over: AbortSignal): void {
  const all = (): HTMLElement[] => [...place.querySelectorAll<HTMLElement>("select, button:not(:disabled)")].filter(shown);
  const settle = (to: HTMLElement | undefined): void => {
    for (const one of place.querySelectorAll<HTMLElement>("select, button")) one.tabIndex = one === to ? 0 : -1;
  };
  settle(all()[0]);
  place.addEventListener("focusin", (event) => event.target instanceof HTMLElement && settle(event.target), { signal: over });
  place.addEventListener("keydown", (event) => {
    const list = all();
    const at = list.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: list.length - 1 }[event.key];
    if (event.key === "Escape") editor.commands.focus();
    if (to === undefined || (document.activeElement instanceof HTMLSelectElement && event.key.startsWith("ArrowUp"))) return;
    event.preventDefault();
    list[(to + list.length) % list.length]?.focus();
  }, { signal: over });
}

/** Asks where a link is to lead. */
export function link(editor: Editor): void {
  const now = String(editor.getAttributes("link")["href"] ?? "");
  const away = { name: say("Take the link away"), run: () => void editor.chain().focus().extendMarkRange("link").unsetLink().run() };
  ask({
    title: say("Link"),
    label: say("Where the link leads (https://… or mailto:…)"),
    value: now || "https://",
    go: say("Set the link"),
    ...(now && { other: away }),
    take: (href) => {
      if (!leads(href)) return say("A link can lead to a page by https: or to an address by mailto:, nowhere else.");
      const marks = [{ type: "link", attrs: { href } }];
      if (editor.state.selection.empty && !now) editor.chain().focus().insertContent({ type: "text", text: href, marks }).run();
      else editor.chain().focus().extendMarkRange("link").setLink({ href }).run();
      return undefined;
    },
  });
}

/** Asks which post is to be cited. */
function citation(editor: Editor): void {
  ask({
    title: say("Cite a post"),
    label: say("Address of the post (each post has a link to itself)"),
    value: "",
    go: say("Cite"),
    take: (address) => {
      const post = postAt(address);
      return post ? cite(editor, post, paperOf()) : say("This is not the address of a post of this panel.");
    },
  });
}

const paperOf = (): string => document.getElementById("document")?.dataset["paper"] ?? "";

/** Puts a footnote where the caret is, and the caret into it. */
function footnote(editor: Editor): void {
  const at = editor.state.selection.to;
  const note = editor.schema.nodes["footnote"]?.create({ id: newId() });
  if (!note) return;
  editor.chain().focus().insertContentAt(at, note.toJSON() as object).setTextSelection(at + 1).run();
  announce(say("A footnote was put in; write it here."));
}
