import { describe, expect, test } from "vitest";
import { formatBinding, isEveryAddress, isLoopback, parseBinding } from "../../../../src/core/values/binding.ts";
import { localAddress } from "../../../../src/core/values/page-address.ts";

const origin = { name: "--port" };

describe("parseBinding", () => {
  test.each([
    ["3000", "127.0.0.1", 3000, "3000"],
    ["127.0.0.1:3000", "127.0.0.1", 3000, "3000"],
    ["127.0.0.2:80", "127.0.0.2", 80, "127.0.0.2:80"],
    ["0.0.0.0:65535", "0.0.0.0", 65535, "0.0.0.0:65535"],
    ["192.168.1.20:3000", "192.168.1.20", 3000, "192.168.1.20:3000"],
    ["[::]:3000", "::", 3000, "[::]:3000"],
    ["[::1]:3000", "::1", 3000, "[::1]:3000"],
    ["[FD00:0:0::0:1]:3000", "fd00::1", 3000, "[fd00::1]:3000"],
    [" 8080 ", "127.0.0.1", 8080, "8080"],
  ])("%s is %s and %i, written as %s", (text, address, port, written) => {
    expect(parseBinding(text, origin)).toEqual({ address, port });
    expect(formatBinding({ address, port })).toBe(written);
    expect(parseBinding(written, origin)).toEqual({ address, port });
  });

  test.each([
    ...[
      "",
      "0",
      "65536",
      "3000x",
      ":3000",
      "0.0.0.0",
      "0.0.0.0:",
      "0.0.0.0:0",
      "256.0.0.1:80",
      "1.2.3:80",
      "01.2.3.4:80",
    ],
    ...[
      "::1:3000",
      "[]:3000",
      "[::1]",
      "[::g]:3000",
      "[1.2.3.4]:3000",
      "localhost:3000",
      "1.2.3.4:3000:80",
      "[fe80::1%eth0]:80",
    ],
  ])("%j is refused", (text) => {
    expect(() => parseBinding(text, origin)).toThrow(expect.objectContaining({ code: "invalid-value" }));
  });
});

test.each([
  ["127.0.0.1", true, false, "http://localhost:3000"],
  ["127.8.9.10", true, false, "http://127.8.9.10:3000"],
  ["::1", true, false, "http://localhost:3000"],
  ["0.0.0.0", false, true, "http://localhost:3000"],
  ["::", false, true, "http://localhost:3000"],
  ["192.168.1.20", false, false, "http://192.168.1.20:3000"],
  ["fd00::1", false, false, "http://[fd00::1]:3000"],
])("%s: loopback %s, every address %s, the browser goes to %s", (address, loopback, every, page) => {
  expect([isLoopback(address), isEveryAddress(address)]).toEqual([loopback, every]);
  expect(localAddress({ address, port: 3000 })).toBe(page);
});
