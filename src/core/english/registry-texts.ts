import type { PullReason } from "../facts/vocabulary.ts";

/** What a program says about a failed download, and the reason it stands for. */
export type PullTexts = [PullReason, RegExp][];

/**
 * What registries say, and what Go's network library says about reaching them; Docker and Ollama pass both on
 * unchanged.
 */
const shared: PullTexts = [
  ["rate-limited", /toomanyrequests|429 Too Many|pull rate limit|rate limit exceeded/i],
  ["no-space", /no space left on device|not enough space|disk quota exceeded/i],
  ["proxy", /proxyconnect|Proxy Authentication Required/i],
  ["tls", /x509|tls: |server gave HTTP response to HTTPS client|certificate/i],
  ["no-such-host", /no such host|server misbehaving|Temporary failure in name resolution/i],
  [
    "unreachable",
    /network is unreachable|i\/o timeout|TLS handshake timeout|connection refused|connection reset|no route to host|context deadline exceeded|Client\.Timeout|request canceled|unexpected EOF|: EOF|broken pipe|50[234] (?:Bad|Service|Gateway)/i,
  ],
  ["not-found", /manifest unknown|not found|repository .* does not exist$|name unknown/i],
  [
    "unauthorized",
    /no basic auth|unauthorized|denied|authorization failed|authentication required|401 Unauthorized|403 Forbidden/i,
  ],
];

/**
 * Why a download failed, by its text. The first match counts: the program's own words come before those it passes on.
 */
export function readPullReason(text: string, own: PullTexts = []): PullReason {
  return [...own, ...shared].find(([, pattern]) => pattern.test(text))?.[0] ?? "other";
}
