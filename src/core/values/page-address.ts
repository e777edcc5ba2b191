import { services } from "../services/services.ts";
import { type Binding, bracket, isEveryAddress } from "./binding.ts";

/** The address of the page for a browser on the machine that publishes it there. */
export function localAddress({ address, port }: Binding): string {
  // `localhost` is what the page's cookies and CORS know.
  const isHere = isEveryAddress(address) || ["127.0.0.1", "::1"].includes(address);
  return `http://${isHere ? "localhost" : bracket(address)}:${port}`;
}

/** Where Open WebUI's container publishes the page; null if it does not. */
export function pageBinding(published: Record<string, string>): Binding | null {
  const binding = published[`${services["open-webui"].port}/tcp`];
  if (binding === undefined) return null;
  const colon = binding.lastIndexOf(":");
  return { address: binding.slice(0, colon) || "0.0.0.0", port: Number(binding.slice(colon + 1)) };
}

/**
 * The address of the page for a browser on this machine, from what Open WebUI's container publishes; null for nothing.
 */
export function pageAddress(published: Record<string, string>): string | null {
  const binding = pageBinding(published);
  return binding === null ? null : localAddress(binding);
}
