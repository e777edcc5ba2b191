/** The code of one of Node's system, file and child process errors, such as `ENOENT`; null for any other error. */
export function codeOf(error: unknown): string | null {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : null;
  return typeof code === "string" ? code : null;
}

/** How a connection fails; `broken` if it had been established. */
export type ConnectionTrouble =
  | "not-there"
  | "refused"
  | "permission"
  | "timeout"
  | "no-such-host"
  | "unreachable"
  | "broken"
  | "proxy"
  | "tls";

const troubles: [ConnectionTrouble, RegExp][] = [
  ["not-there", /^ENOENT$/],
  ["refused", /^ECONNREFUSED$/],
  ["permission", /^(?:EACCES|EPERM)$/],
  ["timeout", /^ETIMEDOUT$/],
  ["no-such-host", /^(?:ENOTFOUND|EAI_)/],
  ["unreachable", /^(?:EHOSTUNREACH|ENETUNREACH)$/],
  // The last two are localgpt's own: ssh ended, and a proxy refused.
  ["broken", /^(?:ECONNRESET|EPIPE|ECONNABORTED|ESSH)$/],
  ["proxy", /^ERR_PROXY$/],
  ["tls", /^(?:EPROTO$|ERR_TLS|ERR_SSL|ERR_OSSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)|CERT/],
];

/** How a connection failed, by the code of Node's error; null for any other code. */
export function connectionTrouble(error: unknown): ConnectionTrouble | null {
  const code = codeOf(error) ?? "";
  return troubles.find(([, pattern]) => pattern.test(code))?.[0] ?? null;
}
