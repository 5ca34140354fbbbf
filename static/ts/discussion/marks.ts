/** Where the reader has read up to: plain arithmetic on the numbers of posts. */

/**
 * The new mark: just before the first post that was not seen, wherever it is, and never past what is loaded.
 * It never goes back. `outside`: lowest unread number that is not on the page, undefined when there is none.
 */
export function nextMark(mark: number, unseen: readonly number[], outside: number | undefined, highest: number): number {
  const first = Math.min(...unseen, outside ?? Infinity);
  return Math.max(mark, Math.min(first - 1, highest));
}

/**
 * The lowest unread number outside two stretches that have become one. Each told its own, undefined meaning none at all;
 * when each lies in the other, nothing is known but that the next one is higher than both, and that is the safe answer.
 */
export function outsideBoth(one: number | undefined, other: number | undefined, loaded: ReadonlySet<number>): number | undefined {
  if (one === undefined || other === undefined) return undefined;
  const free = [one, other].filter((number) => !loaded.has(number));
  if (free.length > 0) return Math.min(...free);
  let next = Math.max(one, other) + 1;
  while (loaded.has(next)) next++;
  return next;
}
