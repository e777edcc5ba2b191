import { expect, test } from "vitest";
import { pageAddress } from "../../../../src/core/values/page-address.ts";

test.each([
  [{}, null],
  [{ "11434/tcp": "127.0.0.1:11434" }, null],
  [{ "8080/tcp": "127.0.0.1:3000" }, "http://localhost:3000"],
  [{ "8080/tcp": "0.0.0.0:8081" }, "http://localhost:8081"],
  [{ "8080/tcp": "192.168.1.5:3000" }, "http://192.168.1.5:3000"],
  [{ "8080/tcp": "fd00::1:3000" }, "http://[fd00::1]:3000"],
] as [Record<string, string>, string | null][])("what %j publishes is %s", (published, address) => {
  expect(pageAddress(published)).toBe(address);
});
