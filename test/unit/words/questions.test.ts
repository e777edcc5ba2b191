import { expect, test } from "vitest";
import type { Question } from "../../../src/core/run/questions.ts";
import { words as en } from "../../../src/words/en.ts";
import { words as es } from "../../../src/words/es.ts";
import { tellQuestion } from "../../../src/words/tell.ts";

const counts = { accounts: 2, chats: 31 };
const samples: { [I in Question["id"]]: Extract<Question, { id: I }> } = {
  adopt: { id: "adopt", from: "old_data", counts, own: { accounts: 1, chats: 4 } },
  restore: { id: "restore", createdAt: "2026-01-02T03:04:05Z", counts, project: "class" },
  rollback: { id: "rollback", images: ["ollama:1", "page:2"], volume: "then", kept: "since" },
  "remove-models": { id: "remove-models", models: [{ name: "tiny", sizeBytes: 5e6 }], isDefault: null },
  uninstall: { id: "uninstall", project: "class" },
  purge: { id: "purge", project: "class" },
  overwrite: { id: "overwrite", conversation: "essay" },
  email: { id: "email" },
  name: { id: "name", suggested: "ana" },
  password: { id: "password" },
  "new-password": { id: "new-password", email: "ana@example.org" },
  "same-again": { id: "same-again" },
};

test.each(Object.values(samples))("the question $id names what it is about, in both languages", (question) => {
  const { id: _, ...facts } = question;
  const texts = Object.values(facts).filter((fact) => typeof fact === "string" && !fact.includes("T03:04"));
  const [english, spanish] = [tellQuestion(question, en), tellQuestion(question, es)];
  for (const text of [english, spanish]) {
    expect(text).not.toMatch(/undefined|null|NaN|\[object/);
    for (const fact of texts) expect(text).toContain(fact);
  }
  expect(spanish).not.toBe(english);
});
