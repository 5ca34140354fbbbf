/** A named happening that parts of a page can hear; the smallest thing that keeps modules from importing each other in circles. */
export interface Signal<T> {
  /** Hears what is sent from now on. */
  hear(listener: (value: T) => void): void;
  send(value: T): void;
}

/** A new signal. One listener's failure is reported and does not keep the others from hearing. */
export function signal<T>(): Signal<T> {
  const listeners: ((value: T) => void)[] = [];
  return {
    hear: (listener) => void listeners.push(listener),
    send(value) {
      for (const listener of listeners) {
        try {
          listener(value);
        } catch (reason) {
          console.error("a listener failed", reason);
        }
      }
    },
  };
}
