/** Tells how much room is left in a field, once it gets narrow. */
import { say } from "../words.ts";

/** Characters as the server counts them: code points, with lines ended by one. */
export const lengthOf = (text: string): number => [...text.replace(/\r\n?/g, "\n")].length;

/** The share of the limit from which on the rest is told. */
const NARROW = 0.9;

/** How many characters are left: negative when there are too many, undefined where there is no limit. */
export function room(field: HTMLInputElement | HTMLTextAreaElement): number | undefined {
  const limit = Number(field.dataset["limit"]);
  return limit > 0 ? limit - lengthOf(field.value) : undefined;
}

/** Shows on `place` what is left, or nothing while there is plenty. */
export function tellRoom(field: HTMLInputElement | HTMLTextAreaElement, place: HTMLElement): void {
  const left = room(field);
  const limit = Number(field.dataset["limit"]);
  const narrow = left !== undefined && left < limit * (1 - NARROW);
  place.hidden = !narrow;
  if (!narrow) return;
  place.textContent = left < 0 ? say("{count} characters too many", { count: -left }) : say("{count} characters left", { count: left });
  place.classList.toggle("count--over", left < 0);
}

/** Follows every field with a limit that has a place for it beside. */
export function startLimits(): void {
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) || !field.dataset["limit"]) return;
    const place = field.closest(".field, form")?.querySelector<HTMLElement>("[data-count]");
    if (place) tellRoom(field, place);
  });
}
