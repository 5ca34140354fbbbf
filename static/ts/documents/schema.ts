/** What a document is made of: the same table as panel/documents/text/shape.py. Changes are additions, under a new SCHEMA. */
import { Node, mergeAttributes, type Extensions } from "@tiptap/core";
import { Blockquote } from "@tiptap/extension-blockquote";
import { Bold } from "@tiptap/extension-bold";
import { Document } from "@tiptap/extension-document";
import { HardBreak } from "@tiptap/extension-hard-break";
import { Heading } from "@tiptap/extension-heading";
import { Italic } from "@tiptap/extension-italic";
import { Link } from "@tiptap/extension-link";
import { BulletList, ListItem, ListKeymap, OrderedList } from "@tiptap/extension-list";
import { Paragraph } from "@tiptap/extension-paragraph";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import { Text } from "@tiptap/extension-text";
import { UniqueID } from "@tiptap/extension-unique-id";
import { isChangeOrigin } from "@tiptap/extension-collaboration";
import { say } from "../words.ts";
import { panel } from "../frame/page.ts";

/** The version of this table; a server with another one asks for the page to be loaded anew. */
export const SCHEMA = 1;

/** The name of the fragment that the text is in. */
export const ROOT = "prosemirror";

/** The nodes that have an id, for good. */
export const NAMED = ["heading", "paragraph", "bulletList", "orderedList", "listItem", "blockquote", "table", "footnote"];

const ALPHABET = "bcdfghjkmnpqrstvwxyz23456789";
const LENGTH = 12;

/** An id as the server makes them: no vowels, so that no word appears. */
export function newId(): string {
  const drawn = crypto.getRandomValues(new Uint32Array(LENGTH));
  return [...drawn].map((number) => ALPHABET[number % ALPHABET.length]).join("");
}

const LINK = /^(?:https:\/\/[^\s/?#]|mailto:[^\s?])\S{0,1990}$/i;

/** Whether a link may lead there: https and mailto alone. */
export const leads = (href: string): boolean => LINK.test(href);

const level = (element: HTMLElement): number => Number(element.dataset["level"] ?? Math.min(3, Number(element.tagName.slice(1))));

const Headings = Heading.extend({
  addAttributes: () => ({ level: { default: 1, rendered: false } }),
  parseHTML: () => [1, 2, 3, 4, 5, 6].map((number) => ({ tag: `h${number}`, getAttrs: (element: HTMLElement) => ({ level: level(element) }) })),
  // The title of the page is its first heading.
  renderHTML: ({ node, HTMLAttributes }) => [`h${1 + Number(node.attrs["level"])}`, mergeAttributes(HTMLAttributes, { "data-level": node.attrs["level"] }), 0],
}).configure({ levels: [1, 2, 3] });

const Ordered = OrderedList.extend({
  addAttributes: () => ({
    start: {
      default: 1,
      parseHTML: (element: HTMLElement) => Math.min(999_999, Math.max(1, Number(element.getAttribute("start")) || 1)),
      renderHTML: ({ start }: Record<string, unknown>) => (start === 1 ? {} : { start }),
    },
  }),
});

const span = (name: string): object => ({
  default: 1,
  parseHTML: (element: HTMLElement) => Math.max(1, Number(element.getAttribute(name)) || 1),
  renderHTML: (attributes: Record<string, unknown>) => (attributes[name] === 1 ? {} : { [name]: attributes[name] }),
});
// Widths are the reader's screen's; prosemirror-tables insists on the attribute, which is never written.
const cells = { content: "paragraph+", addAttributes: () => ({ colspan: span("colspan"), rowspan: span("rowspan"), colwidth: { default: null, rendered: false, parseHTML: () => null } }) };

const Footnote = Node.create({
  name: "footnote",
  group: "inline",
  inline: true,
  content: "text*",
  isolating: true,
  parseHTML: () => [{ tag: "span[data-footnote]", contentElement: (at: HTMLElement) => at.querySelector<HTMLElement>(".footnote__words") ?? at }],
  // Who writes has the words in the text; who reads has their number, which leads to them (documents/notes.ts).
  renderHTML: ({ node, HTMLAttributes }) => [
    "span",
    mergeAttributes(HTMLAttributes, { "data-footnote": "", class: "footnote", id: `fnref-${String(node.attrs["id"])}` }),
    ["a", { class: "footnote__ref", role: "doc-noteref", href: `#fn-${String(node.attrs["id"])}`, contenteditable: "false", tabindex: "-1", "aria-label": say("Note") }],
    ["span", { class: "footnote__words" }, 0],
  ],
});

const Citation = Node.create({
  name: "citation",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({
    thread: { default: "", parseHTML: (element: HTMLElement) => element.dataset["thread"] ?? "", rendered: false },
    number: { default: 1, parseHTML: (element: HTMLElement) => Number(element.dataset["number"]) || 1, rendered: false },
    words: { default: "", parseHTML: (element: HTMLElement) => element.textContent?.replace(/^\[|\]$/g, "") ?? "", rendered: false },
  }),
  parseHTML: () => [{ tag: "a[data-citation]", priority: 100 }],
  renderHTML: ({ node }) => {
    const { thread, number, words } = node.attrs as { thread: string; number: number; words: string };
    const href = `/p/${panel()}/threads/${thread}/posts/${number}`;
    return ["a", { "data-citation": "", "data-thread": thread, "data-number": number, class: "citation", href }, `[${words}]`];
  },
});

/** All nodes and marks; `writes`: whether ids are given to what is written here. */
export function schema(writes: () => boolean): Extensions {
  return [
    Document.extend({ content: "(paragraph | heading | bulletList | orderedList | blockquote | table)+" }),
    Paragraph,
    Text,
    Headings,
    BulletList,
    Ordered,
    ListItem.extend({ content: "paragraph (paragraph | bulletList | orderedList)*" }),
    ListKeymap,
    Blockquote.extend({ content: "(paragraph | bulletList | orderedList)+" }),
    HardBreak,
    Table.configure({ resizable: false, renderWrapper: true }),
    TableRow.extend({ content: "(tableCell | tableHeader)+" }),
    TableHeader.extend(cells),
    TableCell.extend(cells),
    Bold,
    Italic,
    Link.extend({ addAttributes: () => ({ href: { default: null } }) }).configure({
      openOnClick: false,
      autolink: true,
      linkOnPaste: true,
      defaultProtocol: "https",
      isAllowedUri: (href) => leads(href),
      shouldAutoLink: (href) => leads(href),
      HTMLAttributes: { rel: "nofollow noopener ugc" },
    }),
    Footnote,
    Citation,
    UniqueID.configure({ attributeName: "id", types: NAMED, generateID: newId, filterTransaction: (change) => writes() && !isChangeOrigin(change) }),
  ];
}
