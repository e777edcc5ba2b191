// The two kinds of line in Open WebUI's log: those of the web server's start, and those of the program and its
// requests.

/** Writes `INFO:     message`. */
export function logUvicorn(message) {
  process.stderr.write(`INFO:     ${message}\n`);
}

/** Writes `date time | LEVEL    | source - message`. */
function logApp(level, source, message) {
  const time = new Date().toISOString().replace("T", " ").replace("Z", "");
  process.stdout.write(`${time} | ${level.padEnd(8)} | ${source} - ${message}\n`);
}

/** Writes the line of one finished request. */
export function logRequest(request, status) {
  const client = `${(request.socket.remoteAddress ?? "").replace(/^::ffff:/, "")}:${request.socket.remotePort ?? 0}`;
  const line = `${client} - "${request.method} ${request.url} HTTP/${request.httpVersion}" ${status}`;
  logApp("INFO", "uvicorn.protocols.http.httptools_impl:send:483", line);
}
