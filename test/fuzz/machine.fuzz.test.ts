import fc from "fast-check";
import { describe, expect } from "vitest";
import { decodeEscapes } from "../../src/core/text/decode-escapes.ts";
import { computeStats, type StatsSample } from "../../src/engine/containers/stats.ts";
import { parseCpuinfo, parseMemoryAvailable, parseSysctl } from "../../src/host/machine/hardware.ts";
import { readLsof, readNetstat, readTasklist } from "../../src/host/machine/port-owner.ts";
import { findProxy } from "../../src/services/clients/proxy.ts";
import { anyText, textOf } from "../support/data/arbitraries.ts";
import { property } from "../support/data/property.ts";

const lines = fc.oneof(
  anyText,
  textOf([
    ...[
      "processor\t: 0\n",
      "core id\t: 1\n",
      "physical id : 0\n",
      "flags : fpu avx2\n",
      "\n\n",
      "\n",
      ": ",
      "MemAvailable: 12 kB\n",
    ],
    ...[
      "MemAvailable:",
      " 99999999999999999999 kB\n",
      "hw.physicalcpu: 8\n",
      "hw.optional.avx2_0: 1\n",
      "p12\n",
      "cnode\n",
      "p",
      "c",
    ],
    ...[
      "TCP 0.0.0.0:3000 0.0.0.0:0 LISTENING 4\r\n",
      "TCP",
      " [::]:0",
      " 127.0.0.1:3000",
      " 0",
      '"a.exe","12"',
      '"',
      ",",
    ],
  ]),
);
const whole = (value: number | null) => value === null || (Number.isFinite(value) && value >= 0);

describe("what a system says of itself", () => {
  property(
    "is sound numbers and names, or not known",
    [lines],
    (text) => {
      const [linux, mac] = [parseCpuinfo(text), parseSysctl(text)];
      expect([whole(linux.physicalCores), whole(mac.physicalCores), whole(parseMemoryAvailable(text))]).toEqual([
        true,
        true,
        true,
      ]);
      const listener = readLsof(text);
      if (listener !== null)
        expect(listener).toEqual({ kind: "process", pid: expect.any(Number), name: expect.stringMatching(/./u) });
      const pid = readNetstat(text, 3000);
      if (pid !== null) expect(pid).toBeGreaterThan(0);
      expect(readTasklist(text)).not.toBe("");
    },
    { share: 2 },
  );

  const amount = fc.oneof(fc.nat({ max: 2 ** 40 }), fc.constant(undefined), fc.constant(0));
  const samples: fc.Arbitrary<StatsSample> = fc.record(
    {
      cpu_stats: fc.record({
        cpu_usage: fc.record({ total_usage: amount }),
        system_cpu_usage: amount,
        online_cpus: amount,
      }),
      memory_stats: fc.record({ usage: amount, limit: amount, stats: fc.record({ inactive_file: amount }) }),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<StatsSample>;
  property(
    "of a container's use is sound numbers, or not known",
    [fc.option(samples, { nil: null }), samples],
    (first, second) => {
      const { cpuPercent, memoryBytes, memoryLimitBytes } = computeStats(first, second);
      expect([whole(cpuPercent), whole(memoryBytes), whole(memoryLimitBytes)]).toEqual([true, true, true]);
    },
  );
});

describe("a proxy of the environment", () => {
  const texts = fc.oneof(
    anyText,
    textOf(["http://", "https://", "socks5://", "a", "%", "%zz", "@", ":", "3128", "/", ".b", ",", "*", " "], 8),
  );
  property("is one that speaks http, or none", [texts, texts, fc.webUrl()], (proxy, noProxy, address) => {
    const found = findProxy(new URL(address), { HTTPS_PROXY: proxy, HTTP_PROXY: proxy, NO_PROXY: noProxy });
    if (found === null) return;
    expect(found.protocol).toBe("http:");
    expect(`${decodeEscapes(found.username)}:${decodeEscapes(found.password)}`).toBeTypeOf("string");
  });

  property("has the name and the password that were written", [anyText], (text) => {
    fc.pre(Buffer.from(text).toString() === text);
    expect(decodeEscapes(encodeURIComponent(text))).toBe(text);
  });
});
