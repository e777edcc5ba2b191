/** The images that models take. */
export type ImageFormat = "png" | "jpeg" | "webp" | "gif";

/** Recognises a file's content by its bytes alone: names can be wrong. */
export type FileContent = { kind: "text"; text: string } | { kind: "image"; format: ImageFormat };

// The bytes that each format begins with; of WebP the four between are its size.
const beginnings: [ImageFormat, RegExp][] = [
  ["png", /^89504e470d0a1a0a/],
  ["jpeg", /^ffd8ff/],
  ["gif", /^474946383[79]61/],
  ["webp", /^52494646.{8}57454250/],
];

// What text never contains: all of C0 except tab, line feed, form feed, carriage return and, for terminal recordings,
// escape.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const binary = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f]/;

/** What the bytes are: an image that models take, text in one of the usual encodings, or null for anything else. */
export function readContent(bytes: Uint8Array): FileContent | null {
  const start = [...bytes.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const format = beginnings.find(([, pattern]) => pattern.test(start))?.[0];
  if (format !== undefined) return { kind: "image", format };
  const text = decode(bytes);
  return text === null || binary.test(text) ? null : { kind: "text", text };
}

/** UTF-8, UTF-16 with its mark (PowerShell writes it), else what Windows writes in western Europe. */
function decode(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decodeAs("utf-16le", bytes);
  if (first === 0xfe && second === 0xff) return decodeAs("utf-16be", bytes);
  return decodeAs("utf-8", bytes) ?? decodeWindows(bytes);
}

// Between 0x80 and 0x9f Windows has printable characters where ISO 8859-1 has controls. Node 20's own decoder of
// windows-1252 takes them for control characters: the euro would be lost.
const windowsSigns = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

function decodeWindows(bytes: Uint8Array): string {
  const text = new TextDecoder("latin1").decode(bytes);
  return text.replace(/[\u0080-\u009f]/g, (sign) => windowsSigns.charAt(sign.charCodeAt(0) - 0x80));
}

function decodeAs(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
