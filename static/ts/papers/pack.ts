/** How cards stand one below the other: each as near to its wish as those above leave room. */

/** Pixels between two of them. */
export const GAP = 12;

/** The tops of cards one below the other, each as near to its wish as may be; the fixed one gets its wish if those above can make room. */
export function pack(wished: readonly number[], heights: readonly number[], start: number, fixed = -1): number[] {
  const down = (from: number, first: number): number[] => {
    const tops: number[] = [];
    let next = first;
    for (let at = from; at < wished.length; at++) {
      const top = Math.max(wished[at] ?? 0, next);
      tops.push(top);
      next = top + (heights[at] ?? 0) + GAP;
    }
    return tops;
  };
  const tops = down(0, start);
  const wish = Math.max(start, wished[fixed] ?? 0);
  if (fixed < 0 || (tops[fixed] ?? 0) <= wish) return tops;
  let below = wish;
  for (let at = fixed - 1; at >= 0; at--) {
    tops[at] = Math.min(tops[at] ?? 0, below - GAP - (heights[at] ?? 0));
    below = tops[at] ?? 0;
  }
  // Where there is no room above, all begin at the top.
  if (below < start) return down(0, start);
  return [...tops.slice(0, fixed), ...down(fixed, wish)];
}
