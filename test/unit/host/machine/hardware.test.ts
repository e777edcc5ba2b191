import { totalmem } from "node:os";
import { platform } from "node:process";
import { describe, expect, test } from "vitest";
import {
  parseCpuinfo,
  parseMemoryAvailable,
  parseSysctl,
  readFreeBytes,
  readHardware,
} from "../../../../src/host/machine/hardware.ts";

function x86Processor(processor: number, core: number, flags: string): string {
  return `processor\t: ${processor}\nvendor_id\t: GenuineIntel\nphysical id\t: 0\ncore id\t\t: ${core}\nflags\t\t: ${flags}\n`;
}

describe("parseCpuinfo", () => {
  const avx2 = "fpu sse sse2 avx avx2 fma";
  test.each([
    {
      name: "two cores with two threads each",
      text: [0, 1, 2, 3].map((index) => x86Processor(index, index % 2, avx2)).join("\n"),
      processor: { physicalCores: 2, avx2: true },
    },
    {
      name: "an old processor",
      text: x86Processor(0, 0, "fpu sse sse2 avx"),
      processor: { physicalCores: 1, avx2: false },
    },
    {
      name: "AVX-512 alone is not AVX2",
      text: x86Processor(0, 0, "fpu avx512f"),
      processor: { physicalCores: 1, avx2: false },
    },
    {
      name: "an ARM board",
      text: "processor\t: 0\nBogoMIPS\t: 108.00\nFeatures\t: fp asimd\n\nprocessor\t: 1\nBogoMIPS\t: 108.00\n\nModel\t\t: Raspberry Pi 5\n",
      processor: { physicalCores: null, avx2: null },
    },
    { name: "nothing", text: "", processor: { physicalCores: null, avx2: null } },
  ])("$name", ({ text, processor }) => {
    expect(parseCpuinfo(text)).toEqual(processor);
  });
});

test.each([
  {
    name: "an Intel Mac",
    text: "hw.physicalcpu: 8\nhw.optional.avx2_0: 1\n",
    processor: { physicalCores: 8, avx2: true },
  },
  { name: "an Apple Mac", text: "hw.physicalcpu: 10\n", processor: { physicalCores: 10, avx2: null } },
  { name: "nothing", text: "", processor: { physicalCores: null, avx2: null } },
])("parseSysctl: $name", ({ text, processor }) => {
  expect(parseSysctl(text)).toEqual(processor);
});

test.each([
  {
    text: "MemTotal:       24684084 kB\nMemFree:  22821416 kB\nMemAvailable:   24037628 kB\n",
    bytes: 24_037_628 * 1024,
  },
  { text: "MemTotal:       24684084 kB\nMemFree:  22821416 kB\n", bytes: null },
])("parseMemoryAvailable: $bytes", ({ text, bytes }) => {
  expect(parseMemoryAvailable(text)).toBe(bytes);
});

test.runIf(platform === "linux")("reads this machine", async () => {
  const { signal } = new AbortController();
  const hardware = await readHardware({ platform, environment: process.env, signal });
  expect(hardware.memoryAvailableBytes).toBeGreaterThan(0);
  expect(hardware.memoryAvailableBytes).toBeLessThan(totalmem());
  expect(hardware.gpu.renderGroups).not.toContain(0);
});

describe("readFreeBytes", () => {
  test("a folder that is not there counts as its nearest parent's", async () => {
    const [missing, parent] = await Promise.all([readFreeBytes("/tmp/not/there/at-all"), readFreeBytes("/tmp")]);
    expect(missing).toBeGreaterThan(0);
    expect(Math.abs(missing - parent)).toBeLessThan(1e9);
  });

  test("a disk says what is free on it", async () => {
    expect(await readFreeBytes("/")).toBeGreaterThan(0);
  });
});
