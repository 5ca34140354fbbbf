/**
 * How much a text can hold: what would be too much is not let in at all, and a sentence says why. The limits and the sentences
 * are the server's (panel/documents/text), which would refuse it later, with everything that was written beside it.
 */
import { Extension } from "@tiptap/core";
import { isChangeOrigin } from "@tiptap/extension-collaboration";
import type { Fragment, Node } from "@tiptap/pm/model";
import { Plugin, type Transaction } from "@tiptap/pm/state";
import { ReplaceAroundStep, ReplaceStep } from "@tiptap/pm/transform";
import { say } from "../words.ts";

const CHARACTERS = 20_000;
const BLOCKS = 5_000;
const NODES = 20_000;
const LISTS = 6;
const ROWS = 400;
const COLUMNS = 40;
const LARGEST = 512_000;

/** What a node and a stretch of text take beside their words, on their way to the server; a little more than most. Bytes. */
const NODE = 60;
const TEXT = 24;

/** No change of fewer places can be as large as that. */
const SMALL = LARGEST / NODE;

const LIST = new Set(["bulletList", "orderedList"]);

/** How much there is, as the server counts it: neighbouring texts are one node. */
interface Tally {
  blocks: number;
  nodes: number;
  lists: number;
  rows: number;
  columns: number;
  bytes: number;
}

/** Keeps a text within its limits; `note` shows the sentence why something was not let in. */
export function limits(note: (sentence: string) => void): Extension {
  return Extension.create({
    name: "limits",
    addProseMirrorPlugins: () => [
      new Plugin({
        filterTransaction: (change) => {
          const reason = !change.docChanged || isChangeOrigin(change) ? undefined : tooMuch(change);
          // The editor is in the middle of its work.
          if (reason) queueMicrotask(() => note(reason));
          return reason === undefined;
        },
        // To put in thousands of paragraphs takes longer than to count them.
        props: {
          handlePaste: (_view, _event, slice) => {
            const reason = crowded(tallied(slice.content));
            if (reason) note(reason);
            return reason !== undefined;
          },
        },
      }),
    ],
  });
}

/** Why a change is not let in. */
export function tooMuch(change: Transaction): string | undefined {
  const put = change.steps.flatMap((step) => (step instanceof ReplaceStep || step instanceof ReplaceAroundStep ? [step.slice] : []));
  const size = put.reduce((sum, slice) => sum + slice.content.size, 0);
  // Whoever only takes away may go on.
  if (size === 0) return undefined;
  if (long(change)) return say("A paragraph holds at most 20,000 characters, its footnotes counted.");
  if (size > SMALL && put.reduce((sum, slice) => sum + tallied(slice.content).bytes, 0) > LARGEST) return say("This is too much at once. Please paste it in smaller parts.");
  const shaped = put.some((slice) => !every(slice.content, (node) => node.isText));
  return shaped ? crowded(tallied(change.doc.content), () => tallied(change.before.content)) : undefined;
}

/** Why there cannot be so much; what is beyond a limit already, as simultaneous edits can leave it, is no reason. */
function crowded(now: Tally, before?: () => Tally): string | undefined {
  const over = (name: keyof Tally, limit: number): boolean => now[name] > limit && now[name] > (before?.()[name] ?? 0);
  if (over("blocks", BLOCKS)) return say("A document holds at most 5,000 paragraphs, those in tables counted.");
  if (over("nodes", NODES)) return say("This document is full: it cannot grow any further.");
  if (over("lists", LISTS)) return say("Lists can be nested six deep, and nothing deeper.");
  if (over("rows", ROWS) || over("columns", COLUMNS)) return say("A table has at most 400 rows and 40 columns.");
  return !before && now.bytes > LARGEST ? say("This is too much at once. Please paste it in smaller parts.") : undefined;
}

/** Whether a change leaves a paragraph too long that it has written in. */
function long(change: Transaction): boolean {
  let found = false;
  change.mapping.maps.forEach((map, at) => {
    const later = change.mapping.slice(at + 1);
    map.forEach((_from, _to, from, to) => {
      change.doc.nodesBetween(later.map(from, -1), later.map(to, 1), (node) => {
        if (node.isTextblock) found ||= node.content.size > CHARACTERS && characters(node) > CHARACTERS;
        return !node.isTextblock;
      });
    });
  });
  return found;
}

/** The characters of a block, and one for everything in it that is no text. */
function characters(block: Node): number {
  let count = 0;
  block.descendants((node) => {
    count += node.isText ? [...(node.text ?? "")].length : 1;
  });
  return count;
}

/** Counts what is there. */
export function tallied(content: Fragment): Tally {
  const found: Tally = { blocks: 0, nodes: 0, lists: 0, rows: 0, columns: 0, bytes: 0 };
  count(content, 0, found);
  return found;
}

function count(content: Fragment, lists: number, found: Tally): void {
  content.forEach((node, _at, index) => {
    if (node.isText) {
      found.bytes += TEXT + bytesOf(node.text ?? "") + (node.marks.length > 0 ? bytesOf(JSON.stringify(node.marks)) : 0);
      found.nodes += index > 0 && content.child(index - 1).isText ? 0 : 1;
      return;
    }
    const deep = lists + Number(LIST.has(node.type.name));
    found.nodes += 1;
    found.bytes += NODE;
    found.blocks += Number(node.isTextblock);
    found.lists = Math.max(found.lists, deep);
    if (node.type.name === "table") found.rows = Math.max(found.rows, node.childCount);
    if (node.type.name === "tableRow") found.columns = Math.max(found.columns, width(node));
    count(node.content, deep, found);
  });
}

function width(row: Node): number {
  let found = 0;
  row.forEach((cell) => {
    found += Number(cell.attrs["colspan"] ?? 1);
  });
  return found;
}

function every(content: Fragment, holds: (node: Node) => boolean): boolean {
  let found = true;
  content.forEach((node) => {
    found &&= holds(node);
  });
  return found;
}

/** Bytes of UTF-8. */
const bytesOf = (text: string): number => new TextEncoder().encode(text).length;
