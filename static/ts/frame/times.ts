/** The dates of a page in the reader's zone: relative up to a week, then absolute; refreshed each minute. */
import { language, zone } from "./page.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7; // calendar days

/** How a moment is said: "hace 3 horas", "9 de marzo", "9 de marzo, 15:04". */
export function moment(at: Date, style: string, now: Date, language: string, zone: string): string {
  const age = now.getTime() - at.getTime();
  if (style === "relative" && age > -MINUTE && age < WEEK * DAY) {
    const days = dayOf(now, zone) - dayOf(at, zone);
    if (days < WEEK) return relative(age, days, language);
  }
  const sameYear = year(at, zone) === year(now, zone);
  const day: Intl.DateTimeFormatOptions = { timeZone: zone, day: "numeric", month: "long", ...(sameYear ? {} : { year: "numeric" }) };
  const time: Intl.DateTimeFormatOptions = { timeZone: zone, hour: "2-digit", minute: "2-digit" };
  if (style === "time") return at.toLocaleTimeString(language, time);
  return style === "datetime" ? at.toLocaleString(language, { ...day, ...time }) : at.toLocaleDateString(language, day);
}

/** The whole moment with its zone, for those who need to be sure. */
export function wholeMoment(at: Date, language: string, zone: string): string {
  return at.toLocaleString(language, {
    timeZone: zone, weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short",
  });
}

/** `age` in milliseconds; `days` as the calendar counts them, for what is more than 24 hours old. */
function relative(age: number, days: number, language: string): string {
  const say = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  if (age < MINUTE) return say.format(0, "second");
  if (age < HOUR) return say.format(-Math.floor(age / MINUTE), "minute");
  if (age < DAY || days === 0) return say.format(-Math.floor(age / HOUR), "hour");
  return say.format(-days, "day");
}

/** Numbers the calendar days of a zone: two moments of one day have the same number, those of the next day one more. */
function dayOf(at: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat("en", { timeZone: zone, year: "numeric", month: "numeric", day: "numeric" }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
  return Date.UTC(part("year"), part("month") - 1, part("day")) / DAY;
}

const year = (at: Date, zone: string): string => at.toLocaleDateString("en", { timeZone: zone, year: "numeric" });

/** Says the moments below an element anew. */
export function tellTimes(below: ParentNode): void {
  const now = new Date();
  for (const element of below.querySelectorAll<HTMLTimeElement>("time[data-style]")) {
    const at = new Date(element.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    const text = moment(at, element.dataset["style"] ?? "date", now, language(), zone());
    if (element.textContent !== text) element.textContent = text;
    element.title ||= wholeMoment(at, language(), zone());
  }
}

/** Keeps the moments of the page fresh while somebody looks at it. */
export function startTimes(): void {
  const refresh = (): void => {
    if (!document.hidden) tellTimes(document);
  };
  refresh();
  setInterval(refresh, MINUTE);
  document.addEventListener("visibilitychange", refresh);
}
