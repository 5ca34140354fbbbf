/**
 * The sentences that scripts say. They stand in the page, translated, under their English text
 * (`templates/words.html`), so that no language is built into the scripts.
 */

/** A sentence, or its forms by plural category ("one", "many", "other"). */
export type Sentence = string | Readonly<Record<string, string>>;

/** What fills the {places} of a sentence; `count` also chooses its plural form. */
export type Filling = Readonly<Record<string, string | number>>;

/** Chooses the form for `filling.count` in the language and fills the places. */
export function fill(sentence: Sentence, language: string, filling: Filling = {}): string {
  const form = typeof sentence === "string" ? sentence : pluralForm(sentence, language, Number(filling["count"] ?? 0));
  return form.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = filling[name];
    return value === undefined ? place : typeof value === "number" ? value.toLocaleString(language) : value;
  });
}

function pluralForm(forms: Readonly<Record<string, string>>, language: string, count: number): string {
  return forms[new Intl.PluralRules(language).select(count)] ?? forms["other"] ?? Object.values(forms)[0] ?? "";
}

let catalogue: Record<string, Sentence> | undefined;

function read(): Record<string, Sentence> {
  const text = document.getElementById("words")?.textContent;
  if (!text) return {};
  try {
    return JSON.parse(text) as Record<string, Sentence>;
  } catch (reason) {
    console.warn("words: the page's sentences cannot be read", reason);
    return {};
  }
}

/** The sentence in the page's language; one that the page lacks is said in English rather than not at all. */
export function say(english: string, filling: Filling = {}): string {
  catalogue ??= read();
  const sentence = catalogue[english];
  if (sentence === undefined) console.warn(`words: no translation for "${english}"`);
  return fill(sentence ?? english, document.documentElement.lang || "en", filling);
}
