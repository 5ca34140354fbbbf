/** What the markup of a thread says: its posts by number, key, author, and where the loaded stretch ends. */
import { seat } from "../frame/page.ts";

/** The posts of the list that are really there: copies that wait to be sent are not among them. */
export const posts = (list: Element): HTMLElement[] => [...list.querySelectorAll<HTMLElement>(":scope > .post-item[data-number][data-key]")];

/** Its number in the thread. */
export const numberOf = (item: HTMLElement): number => Number(item.dataset["number"]);

/** Whether the reader wrote it. */
export const own = (item: HTMLElement): boolean => seat() !== "" && item.dataset["author"] === seat();

/** Only a trace is left of it: place and reason. */
export const trace = (item: HTMLElement): boolean => item.classList.contains("post-item--trace");

/** Where it stands: by the tree's key, or by time, which is its number. */
export function placeIn(order: string): (item: HTMLElement) => string {
  return order === "time" ? (item) => place(order, numberOf(item), "") : (item) => item.dataset["key"] ?? "";
}

/** The same, for a post that is not on the page. */
export const place = (order: string, number: number, key: string): string => (order === "time" ? String(number).padStart(12, "0") : key);

/** The author's name as the post shows it. */
export const authorName = (item: HTMLElement): string => item.querySelector(".who")?.lastChild?.textContent?.trim() ?? "";

/** The post's own address. */
export const permalink = (item: HTMLElement): string =>
  item.querySelector<HTMLAnchorElement>(".when a[href]")?.href ?? new URL(`${threadAddress(threadOf(item))}/posts/${numberOf(item)}`, location.href).href;

/** The thread's public id, from the id of one of its posts ("post-<thread>-<number>"). */
export const threadOf = (item: HTMLElement): string => item.id.replace(/^post-/, "").replace(/-\d+$/, "");

/** The address of a thread's page. */
export const threadAddress = (thread: string): string => `/p/${document.body.dataset["panel"] ?? ""}/threads/${thread}`;
