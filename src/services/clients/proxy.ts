import { type IncomingMessage, type RequestOptions, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { decodeEscapes } from "../../core/text/decode-escapes.ts";

type Outgoing = { signal: AbortSignal; environment: NodeJS.ProcessEnv; headers: Record<string, string> };

/**
 * Sends a GET to an http or https address, through the environment's proxy if there is one; rejects with Node's
 * error.
 */
export async function openRequest(address: URL, { signal, environment, headers }: Outgoing): Promise<IncomingMessage> {
  const proxy = findProxy(address, environment);
  const options: RequestOptions = { signal, headers, agent: false };
  if (proxy === null) return send(address, options);
  if (address.protocol === "http:") {
    const credentials = authorization(proxy);
    const target = { ...options, host: proxy.hostname, port: proxy.port || 80, path: address.href };
    return send(null, { ...target, headers: { ...headers, host: address.host, ...credentials } });
  }
  const socket = await openTunnel(address, proxy, signal);
  const createConnection = () => connectTls({ socket, servername: address.hostname });
  // Any agent, a fresh one included, would open its own connection, bypassing the proxy.
  return send(address, { ...options, agent: undefined, createConnection });
}

/**
 * The proxy for an address by `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in either case; null for none.
 */
export function findProxy(address: URL, environment: NodeJS.ProcessEnv): URL | null {
  const read = (name: string) => environment[name.toLowerCase()] || environment[name] || "";
  if (/^(?:localhost|127\.|\[::1\])/.test(address.hostname)) return null;
  if (isExempt(address, read("NO_PROXY"))) return null;
  const text = read(address.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY") || read("ALL_PROXY");
  if (text === "") return null;
  const proxy = text.includes("://") ? text : `http://${text}`;
  return URL.canParse(proxy) && proxy.startsWith("http://") ? new URL(proxy) : null;
}

function isExempt(address: URL, noProxy: string): boolean {
  const entries = noProxy.split(",").map((entry) => entry.trim().toLowerCase());
  return entries.some((entry) => {
    if (entry === "") return false;
    if (entry === "*") return true;
    const domain = entry.replace(/^\*?\./, "");
    return address.host === domain || address.hostname === domain || address.hostname.endsWith(`.${domain}`);
  });
}

function send(address: URL | null, options: RequestOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const open = address?.protocol === "https:" ? requestHttps : requestHttp;
    const request = address === null ? open(options) : open(address, options);
    request.once("response", resolve);
    request.once("error", reject);
    request.end();
  });
}

function authorization(proxy: URL): Record<string, string> {
  if (proxy.username === "") return {};
  const text = `${decodeEscapes(proxy.username)}:${decodeEscapes(proxy.password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(text).toString("base64")}` };
}

/** A tunnel through the proxy to the address; rejects with code ERR_PROXY if the proxy refuses. */
function openTunnel(address: URL, proxy: URL, signal: AbortSignal): Promise<Socket> {
  const target = `${address.hostname}:${address.port || 443}`;
  return new Promise((resolve, reject) => {
    const fail = (text: string) => reject(Object.assign(new Error(`${proxy.host}: ${text}`), { code: "ERR_PROXY" }));
    const request = requestHttp({
      method: "CONNECT",
      host: proxy.hostname,
      port: proxy.port || 80,
      path: target,
      headers: { host: target, ...authorization(proxy) },
      agent: false,
      signal,
    });
    request.once("connect", (response, socket: Socket) => {
      if (response.statusCode === 200) return resolve(socket);
      socket.destroy();
      fail(`HTTP ${response.statusCode}`);
    });
    request.once("error", (error) => fail(error.message));
    request.end();
  });
}
