/**
 * What is kept on this device: JSON under names that begin with "mesa:". Storage may be full or forbidden; then
 * the caller hears `false`, and what it keeps lives in memory until the page goes.
 */
import { signal } from "./signal.ts";

const PREFIX = "mesa:";
const memory = new Map<string, string>();

/** Another tab changed what is kept under this name. */
export const changedElsewhere = signal<string>();

/** Keeps a value; false when it lives in memory only. */
export function keep(name: string, value: unknown): boolean {
  const text = JSON.stringify(value);
  try {
    localStorage.setItem(PREFIX + name, text);
    memory.delete(name);
    return true;
  } catch (reason) {
    console.warn(`store: "${name}" could not be kept on this device`, reason);
    return hold(name, value);
  }
}

/** Holds a value as long as this page is open. Always false, as `keep` says it of what lives in memory only. */
export function hold(name: string, value: unknown): false {
  memory.set(name, JSON.stringify(value));
  return false;
}

/** What was kept under the name, or undefined; what cannot be read any more counts as nothing kept. */
export function recall<T>(name: string): T | undefined {
  const text = memory.get(name) ?? readText(name);
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as T;
  } catch (reason) {
    console.warn(`store: "${name}" cannot be read`, reason);
    return undefined;
  }
}

/** What was kept is not needed any more. */
export function forget(name: string): void {
  memory.delete(name);
  try {
    localStorage.removeItem(PREFIX + name);
  } catch (reason) {
    console.warn(`store: "${name}" could not be forgotten`, reason);
  }
}

/** The names of all that is kept whose name begins so. */
export function names(beginning: string): string[] {
  const found = new Set([...memory.keys()].filter((name) => name.startsWith(beginning)));
  try {
    for (let index = 0; index < localStorage.length; index++) {
      const key = localStorage.key(index);
      if (key?.startsWith(PREFIX + beginning)) found.add(key.slice(PREFIX.length));
    }
  } catch (reason) {
    console.warn("store: what is kept on this device cannot be listed", reason);
  }
  return [...found];
}

function readText(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch (reason) {
    console.warn(`store: "${name}" cannot be read on this device`, reason);
    return null;
  }
}

addEventListener("storage", (event) => {
  if (event.key?.startsWith(PREFIX)) changedElsewhere.send(event.key.slice(PREFIX.length));
});

// What lives in memory only goes with the page: the browser asks first.
addEventListener("beforeunload", (event) => {
  if (memory.size > 0) event.preventDefault();
});
