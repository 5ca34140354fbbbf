/** Writes over HTTP, and what becomes of them: done, refused with a sentence, or to be tried later. */

/** The server's word on a write. */
export type Outcome =
  | { readonly kind: "done"; readonly status: number; readonly data: Record<string, unknown> }
  | { readonly kind: "refused"; readonly status: number; readonly message: string; readonly fields: Readonly<Record<string, string>> }
  /** Nothing is known about it: it may or may not have happened. `wait`: the server's wish, in milliseconds. */
  | { readonly kind: "later"; readonly status: number; readonly wait: number | undefined };

/** How long an answer may take on a bad line before we ask again. */
const PATIENCE = 20_000;

/** Answers that mean "not now": the same request can be right in a moment. */
const LATER = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Sends fields the way a form does and asks for JSON. Never throws: a lost line is an outcome too. */
export async function send(
  method: "POST" | "DELETE",
  url: string,
  fields: Readonly<Record<string, string>> | URLSearchParams = {},
  options: { readonly keepalive?: boolean } = {},
): Promise<Outcome> {
  try {
    const response = await fetch(url, {
      method,
      body: fields instanceof URLSearchParams ? fields : new URLSearchParams(fields),
      headers: { Accept: "application/json" },
      redirect: "manual",
      keepalive: options.keepalive ?? false,
      signal: AbortSignal.timeout(PATIENCE),
    });
    return await outcome(response);
  } catch (reason) {
    console.warn(`send: ${method} ${url} got no answer`, reason);
    return { kind: "later", status: 0, wait: undefined };
  }
}

async function outcome(response: Response): Promise<Outcome> {
  const { status } = response;
  if (response.type === "opaqueredirect" || LATER.has(status)) return { kind: "later", status, wait: retryAfter(response.headers.get("Retry-After")) };
  if (status === 204) return { kind: "done", status, data: {} };
  const data = await json(response);
  if (response.ok) return data ? { kind: "done", status, data } : { kind: "later", status, wait: undefined };
  const message = typeof data?.["message"] === "string" ? data["message"] : "";
  const fields = (data?.["fields"] ?? {}) as Record<string, string>;
  return { kind: "refused", status, message, fields };
}

/** The answer's object; undefined when something between us and the server answered with a page of its own. */
async function json(response: Response): Promise<Record<string, unknown> | undefined> {
  if (!response.headers.get("Content-Type")?.includes("json")) return undefined;
  const value: unknown = await response.json();
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
}

/** Retry-After in milliseconds: it may be seconds or a date. */
export function retryAfter(header: string | null, now: number = Date.now()): number | undefined {
  if (!header) return undefined;
  const seconds = Number(header);
  const wait = Number.isNaN(seconds) ? Date.parse(header) - now : seconds * 1000;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

/** Fetches one of our own pages; undefined, with the status in `refusal`, when there is none for this reader. */
export async function page(url: string, refusal?: (status: number) => void): Promise<Document | undefined> {
  const response = await fetch(url, { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(PATIENCE) });
  if (!response.ok) {
    refusal?.(response.status);
    return undefined;
  }
  if (response.redirected && new URL(response.url).pathname !== new URL(url, location.href).pathname) {
    refusal?.(401);
    return undefined;
  }
  // The page's own style element carries the nonce of its own answer, which this page's policy would report.
  const html = (await response.text()).replace(/<style\b[^>]*>[^]*?<\/style>/g, "");
  return new DOMParser().parseFromString(html, "text/html");
}
