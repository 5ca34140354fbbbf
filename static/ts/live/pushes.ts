/** What the server sends to a room: the present state of something, to be put in its place. Numbered without gaps. */

interface Numbered {
  readonly room: string;
  readonly seq: number;
  /** That of the past of this number. */
  readonly mark: string;
  /** What changes with it: how many posts there are, say. */
  readonly parts?: readonly Part[];
}

/** Something takes its place in a list. */
export interface Insert extends Numbered {
  readonly op: "insert";
  /** The id of the list that it belongs to. */
  readonly list: string;
  /** Its place in the list. */
  readonly key: string;
  readonly number: number;
  readonly id: string;
  readonly html: string;
}

/** Parts of the page look different. */
export interface Replace extends Numbered {
  readonly op: "replace";
}

/** An element of the page, by its id, and what it looks like now. */
export interface Part {
  readonly id: string;
  readonly html: string;
}

/** Something is gone, for this reader. */
export interface Remove extends Numbered {
  readonly op: "remove";
  readonly id: string;
}

/** Something that this page does not show; its number counts all the same. */
export interface Nothing extends Numbered {
  readonly op: "none";
}

/** A co-edited text has changed. */
export interface Update extends Numbered {
  readonly op: "update";
  /** A Yjs update in base64. */
  readonly data: string;
  readonly number: number;
}

/** Any of them. */
export type Push = Insert | Replace | Remove | Update | Nothing;

/** The server's answer to entering a room; `seq` null: refused, or there is no such room; none at all: not understood just now. */
export interface Entrance {
  readonly seq?: number | null;
  readonly mark?: string;
  readonly may?: readonly string[];
  readonly sight?: string;
}
