// The two kinds of line that Ollama writes to its log (stderr): structured ones, and one for each request.
const pad = (value, width = 2) => String(value).padStart(width, "0");

/** Writes `time=… level=… source=… msg="…"`. */
export function log(level, source, message) {
  const time = new Date().toISOString();
  process.stderr.write(`time=${time} level=${level} source=${source} msg=${JSON.stringify(message)}\n`);
}

/** Writes the line of one finished request: `[GIN] date - time | status | duration | client | METHOD "path"`. */
export function logRequest(request, status, durationMs) {
  const now = new Date();
  const date = `${now.getUTCFullYear()}/${pad(now.getUTCMonth() + 1)}/${pad(now.getUTCDate())}`;
  const time = `${pad(now.getUTCHours())}:${pad(now.getUTCMinutes())}:${pad(now.getUTCSeconds())}`;
  const client = (request.socket.remoteAddress ?? "").replace(/^::ffff:/, "");
  process.stderr.write(
    `[GIN] ${date} - ${time} | ${status} | ${formatDuration(durationMs).padStart(13)} | ${client.padStart(15)} | ` +
      `${request.method.padEnd(8)} ${JSON.stringify(request.url)}\n`,
  );
}

function formatDuration(ms) {
  if (ms >= 1000) return `${ms / 1000}s`;
  return ms >= 1 ? `${ms.toFixed(6)}ms` : `${(ms * 1000).toFixed(3)}µs`;
}
