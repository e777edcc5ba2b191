import { invalidValue, type Origin } from "./parse-values.ts";

/** Where the page is published: an address of the Engine's machine (IPv6 without brackets) and a port. */
export type Binding = { address: string; port: number };

/** The address that only this machine reaches. */
export const loopbackAddress = "127.0.0.1";

const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** A port, or an address and a port as Docker writes them (`0.0.0.0:3000`, `[::]:3000`); throws `invalid-value`. */
export function parseBinding(text: string, origin: Origin): Binding {
  const [, bracketed, plain, port = ""] = /^(?:(?:\[([^\]]*)\]|([^:]*)):)?([^:]*)$/.exec(text.trim()) ?? [];
  const wrong = invalidValue(origin, text, "binding");
  const address = bracketed === undefined ? (plain ?? loopbackAddress) : readIpv6(bracketed);
  if (address === null || (bracketed === undefined && !ipv4.test(address)) || !/^\d{1,5}$/.test(port)) throw wrong;
  const number = Number(port);
  if (number < 1 || number > 65_535) throw wrong;
  return { address, port: number };
}

/** A binding as a person writes it: the port alone if only this machine reaches it. */
export function formatBinding({ address, port }: Binding): string {
  return address === loopbackAddress ? `${port}` : `${bracket(address)}:${port}`;
}

/** An address as it stands before the colon of a port. */
export function bracket(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}

/** Whether only programs on the machine itself reach this address. */
export function isLoopback(address: string): boolean {
  return address === "::1" || /^127(?:\.\d{1,3}){3}$/.test(address);
}

/** Whether it stands for every address of the machine. */
export function isEveryAddress(address: string): boolean {
  return address === "0.0.0.0" || address === "::";
}

/** The address in its shortest form; null if it is not an address. */
function readIpv6(text: string): string | null {
  try {
    return /^[\da-f:.]+$/i.test(text) ? new URL(`http://[${text}]`).hostname.slice(1, -1) : null;
  } catch {
    return null;
  }
}
