/** The button that announces what waits. It never takes focus by itself. */

/** Shows a sentence on the pill, or hides it when there is none. Focus that was on it is not lost into nowhere. */
export function tellPill(pill: HTMLElement, sentence: string): void {
  const place = pill.querySelector("[data-pill-text], span") ?? pill;
  if (sentence) place.textContent = sentence;
  pill.hidden = sentence === "";
}

/** The page's pill; a page without one gets a button that nobody sees, so that nobody has to ask. */
export function findPill(): HTMLElement {
  const pill = document.querySelector<HTMLElement>("[data-pill]");
  if (!pill) console.warn("live: this page has no pill");
  return pill ?? document.createElement("button");
}
