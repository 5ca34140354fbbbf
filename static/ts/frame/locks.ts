/** Agreement between the tabs of one browser, by Web Locks; without them (old browsers, plain http) each tab acts alone. */

/** Whether tabs can agree here. */
export const canLock = (): boolean => "locks" in navigator;

/** Runs the work when no other tab does the same; at once where tabs cannot agree. */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (!canLock()) return work();
  return (await navigator.locks.request(`mesa:${name}`, work)) as T;
}

/** How long one waits for a name when a page is opened: one that is being reloaded may not have let go yet. */
export const RELOADING = 400;

/** Takes a name for as long as this page lives, or until the given function is called; undefined when another tab has it. */
export async function hold(name: string, patience = 0): Promise<(() => void) | undefined> {
  if (!canLock()) return () => undefined;
  const options: LockOptions = patience > 0 ? { signal: AbortSignal.timeout(patience) } : { ifAvailable: true };
  return new Promise((answer) => {
    const take = (lock: Lock | null): Promise<void> | undefined => {
      if (lock) return new Promise((release) => answer(release));
      answer(undefined);
      return undefined;
    };
    navigator.locks.request(`mesa:${name}`, options, take).catch((reason: unknown) => {
      if (!(reason instanceof DOMException)) console.warn(`locks: "${name}" could not be asked for`, reason);
      answer(undefined);
    });
  });
}

/** The names among these that some tab holds at the moment. */
export async function held(names: readonly string[]): Promise<Set<string>> {
  if (!canLock()) return new Set();
  const all = (await navigator.locks.query()).held?.map((lock) => lock.name) ?? [];
  return new Set(names.filter((name) => all.includes(`mesa:${name}`)));
}
