/** What the words in a composer will look like, as the server renders them. */
const PATIENCE = 15_000;

/** The preview of one composer. */
export class Preview {
  private readonly place: HTMLElement | null;
  private readonly button: HTMLElement | null;

  /** @param words gives the words; `failed` is told what is wrong with them, or nothing when the server cannot be asked. */
  constructor(form: HTMLElement, words: () => string, failed: (wrong: string) => void) {
    this.place = form.querySelector(".composer__preview");
    this.button = form.querySelector("[data-preview]");
    this.button?.addEventListener("click", () => void this.toggle(words, failed));
  }

  close(): void {
    if (!this.place || this.place.hidden) return;
    this.place.hidden = true;
    this.place.replaceChildren();
    this.button?.setAttribute("aria-pressed", "false");
  }

  private async toggle(words: () => string, failed: (wrong: string) => void): Promise<void> {
    if (!this.place) return;
    if (!this.place.hidden) return this.close();
    const asked = words();
    const { html, wrong } = await rendered(asked);
    // What was said of words that have been sent or changed meanwhile is of no use to those that are here.
    if (words() !== asked) return;
    if (html === undefined) return failed(wrong ?? "");
    this.place.innerHTML = html; // Rendered and cleaned by the server, like every post.
    this.place.hidden = false;
    this.button?.setAttribute("aria-pressed", "true");
  }
}

async function rendered(body: string): Promise<{ readonly html?: string; readonly wrong?: string }> {
  try {
    const response = await fetch("/preview", {
      method: "POST",
      body: new URLSearchParams({ body }),
      headers: { Accept: "application/json" }, // refusals as data
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.ok && !response.redirected) return { html: await response.text() };
    if (response.status === 422) return { wrong: ((await response.json()) as { fields: Record<string, string> }).fields["body"] ?? "" };
    console.warn(`preview: the server answered ${response.status}`);
  } catch (reason) {
    console.warn("preview: the server could not be asked", reason);
  }
  return {};
}
