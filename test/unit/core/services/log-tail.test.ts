import { expect, test } from "vitest";
import { isMeaningful, meaningfulTail } from "../../../../src/core/services/log-tail.ts";

test.each([
  ["", false],
  ["   ", false],
  ["██╗   ██╗", false],
  ['[GIN] 2026/11/22 - 08:00:00 | 200 |     1.2ms |  127.0.0.1 | GET      "/api/tags"', false],
  ['[GIN] 2026/11/22 - 08:00:00 | 500 |     1.2ms |  127.0.0.1 | POST     "/api/chat"', true],
  ["[GIN-debug] GET /api/tags --> server.handler (5 handlers)", false],
  ['INFO:     127.0.0.1:40112 - "GET /health HTTP/1.1" 200 OK', false],
  ['INFO:     127.0.0.1:40112 - "GET /ready HTTP/1.1" 503 Service Unavailable', false],
  ['2026-11-22 08:00:00.1 | INFO | uvicorn:send:476 - 127.0.0.1:1 - "GET /static/a.js HTTP/1.1" 304', false],
  ['INFO:     172.29.0.3:40112 - "POST /api/chat/completions HTTP/1.1" 500 Internal Server Error', true],
  ['time=2026-11-22 level=INFO source=routes.go:1926 msg="server config" env="map[]"', false],
  ['time=2026-11-22 level=INFO source=routes.go:1926 msg="Listening on [::]:11434"', true],
  ["sqlalchemy.exc.OperationalError: no such column: user.bio", true],
])("%j tells something: %s", (line, expected) => {
  expect(isMeaningful(line)).toBe(expected);
});

test("the tail has the last meaningful lines, clean and of a readable length", () => {
  const lines = ["first", "", "\u001b[31mError:\u001b[0m bad\u0007 thing  ", `long ${"x".repeat(400)}`, "██╗"];
  const tail = meaningfulTail(lines, 2);
  expect(tail[0]).toBe("Error: bad thing");
  expect(tail[1]).toHaveLength(300);
  expect(tail[1]?.endsWith("…")).toBe(true);
});

test("a crash loop's equal lines are reported once", () => {
  const lines = ["starting", "exec format error", "starting", "exec format error", "giving up"];
  expect(meaningfulTail(lines)).toEqual(["starting", "exec format error", "giving up"]);
});
