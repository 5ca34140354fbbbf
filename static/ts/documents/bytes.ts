/** Bytes as text, for what comes over the line. */

/** The bytes that a base64 text stands for. */
export const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
