import fc from "fast-check";
import { describe, expect } from "vitest";
import { parseDocument } from "yaml";
import { serviceNames } from "../../src/core/services/services.ts";
import { readStackFile, renderComposeFile } from "../../src/core/stack/compose-file.ts";
import { hashService } from "../../src/core/stack/compose-hash.ts";
import { volumeName } from "../../src/core/stack/stack.ts";
import { describeChanges } from "../../src/core/stack/stack-changes.ts";
import { anyText, damaged, renderFacts, textOf } from "../support/data/arbitraries.ts";
import { property } from "../support/data/property.ts";

describe("a Compose file", () => {
  property("that was rendered and read again is the same stack", [renderFacts], (facts) => {
    const { text, stack } = renderComposeFile(facts);
    expect(readStackFile(text)).toEqual(stack);
  });

  property(
    "stays the same text when it is rendered from itself",
    [renderFacts],
    (facts) => {
      const { text, stack } = renderComposeFile(facts);
      const document = parseDocument(text);
      expect(document.errors).toEqual([]);
      expect(document.warnings).toEqual([]);
      expect(document.toString({ lineWidth: 0 })).toBe(text);
      expect(renderComposeFile(facts)).toEqual({ text, stack });
    },
    { share: 0.5 },
  );

  property("says what was chosen, and publishes where it was chosen alone", [renderFacts], (facts) => {
    const { settings, resources } = facts;
    const { name, services } = renderComposeFile(facts).stack;
    const { ollama, "open-webui": page } = services;
    expect(name).toBe(settings.name);
    expect(page.image).toBe(settings.images["open-webui"]);
    expect(ollama.cpus ?? null).toBe(resources.cpuLimit);
    expect(ollama.mem_limit ?? null).toBe(resources.memoryLimitBytes);
    expect(ollama.environment.OLLAMA_CONTEXT_LENGTH).toBe(String(settings.context));
    const ports = (some: typeof page.ports) => (some ?? []).map((port) => [port.host_ip, port.published]);
    expect(ports(ollama.ports)).toEqual(settings.ollamaPort === null ? [] : [["127.0.0.1", `${settings.ollamaPort}`]]);
    expect(ports(page.ports)).toEqual([[settings.address, `${settings.port}`]]);
    expect(page.mem_limit ?? null).toBe(resources.pageMemoryLimitBytes);
    const values = serviceNames.flatMap((service) => Object.values(services[service].environment));
    expect(values.filter((value) => typeof value !== "string")).toEqual([]);
  });

  const pieces = [
    ...[
      "services:\n",
      "  ollama:\n",
      "    ports:\n",
      "    image: a\n",
      "    networks: x\n",
      "    volumes:\n",
      "null",
      "[]",
    ],
    ...[
      "{}",
      "- ",
      "\n",
      "  ",
      "    environment: 5\n",
      "    mem_limit: x\n",
      "!!set",
      "&a ",
      "*a",
      "? ",
      "    healthcheck:\n",
    ],
  ];
  const texts = renderFacts.map((facts) => renderComposeFile(facts).text);
  const edited = fc
    .tuple(texts, fc.nat(), fc.nat({ max: 6 }), fc.constantFrom("", ...pieces))
    .map(([text, at, count, piece]) => {
      const lines = text.split("\n");
      const from = at % lines.length;
      return [...lines.slice(0, from), piece, ...lines.slice(from + count)].join("\n");
    });
  property(
    "that somebody changed is a stack that can be compared, or none",
    [fc.oneof(edited, edited, damaged(texts, textOf(pieces, 3)), textOf(pieces), anyText), renderFacts],
    (text, facts) => {
      const before = readStackFile(text);
      if (before === null) return;
      const { stack } = renderComposeFile(facts);
      for (const service of serviceNames) {
        expect(hashService(before, service)).toMatch(/^[0-9a-f]{64}$/);
        expect(describeChanges(before.services[service], stack.services[service])).toEqual(expect.any(Array));
        expect(volumeName(before, service)).toBeTypeOf("string");
      }
    },
  );
});
