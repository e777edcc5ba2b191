import { servicePorts } from "./names.ts";

/** The address that a stack publishes its page at by itself. */
export function localAddress({ port }: { port: number }): string {
  return `http://localhost:${port}`;
}

/** The address of the page for a browser on this machine, from what Open WebUI's container publishes; null for nothing. */
export function pageAddress(published: Record<string, string>): string | null {
  const binding = published[`${servicePorts["open-webui"]}/tcp`];
  if (binding === undefined) return null;
  const colon = binding.lastIndexOf(":");
  const [host, port] = [binding.slice(0, colon), binding.slice(colon + 1)];
  // `localhost` is what the page's cookies and CORS know; any other address was published by hand.
  const isHere = ["127.0.0.1", "0.0.0.0", "::", "::1", ""].includes(host);
  return `http://${isHere ? "localhost" : host.includes(":") ? `[${host}]` : host}:${port}`;
}
