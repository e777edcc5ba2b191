import { expect, test } from "vitest";
import { requireDocumented } from "../../support/program/documented.ts";

const run = (stdout: string) => ({ code: 0, stdout, stderr: "" });

test.each([
  ["a member that is not shown", ["open", "--json"], '{"address":"http://localhost:3000","opened":true,"port":3000}'],
  ["a member that is missing", ["--json", "models", "load", "m"], '{"project":"a","model":"m","wasLoaded":true}'],
  ["a line of a stream that is not shown", ["logs", "--json"], '{"service":"ollama","line":"x"}'],
])("%s is found", (_, args, stdout) => {
  expect(() => requireDocumented(args, run(stdout))).toThrow("docs/json.md shows another shape");
});

test.each([
  ["what is shown", ["open", "--json"], '{\n "address": null,\n "opened": false\n}\n'],
  ["a failure", ["open", "--json"], '{"error":{"code":"stack-not-found"}}'],
  ["text for people", ["open"], "http://localhost:3000"],
])("%s passes", (_, args, stdout) => {
  expect(() => requireDocumented(args, run(stdout))).not.toThrow();
});
