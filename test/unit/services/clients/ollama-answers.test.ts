import { expect, test } from "vitest";
import { readChatPiece, readPullLine, readShown } from "../../../../src/services/clients/ollama-answers.ts";

test("what Ollama says of a model", () => {
  const shown = readShown({
    license: "MIT",
    parameters:
      'num_ctx                        8192\nstop                           "<|a b|>"\nstop                           "<|end|>"',
    template: "{{ .Prompt }}",
    details: { parent_model: "", family: "llama", parameter_size: "3.2B", quantization_level: "Q4_K_M" },
    model_info: {
      "general.architecture": "llama",
      "llama.block_count": 28,
      "llama.context_length": 131072,
      "llama.embedding_length": 3072,
      "llama.attention.head_count": 24,
      "llama.attention.head_count_kv": 8,
    },
    capabilities: ["completion", "tools"],
    modified_at: "2026-11-22T08:41:58Z",
  });
  expect(shown).toEqual({
    parent: null,
    family: "llama",
    parameterSize: "3.2B",
    quantization: "Q4_K_M",
    capabilities: ["completion", "tools"],
    system: null,
    template: "{{ .Prompt }}",
    license: "MIT",
    parameters: { num_ctx: ["8192"], stop: ["<|a b|>", "<|end|>"] },
    trainedContext: 131_072,
    shape: { layers: 28, keyValueHeads: 8, headSize: 128 },
    modifiedAt: "2026-11-22T08:41:58Z",
  });
});

// Found by test/fuzz.
test("what Ollama should never say is read as nothing", () => {
  expect(readShown({ parameters: "constructor 5\n__proto__ x" }).parameters).toEqual(
    Object.fromEntries([
      ["constructor", ["5"]],
      ["__proto__", ["x"]],
    ]),
  );
  expect(readPullLine({ digest: "a", total: -1, completed: -5 })).toMatchObject({
    totalBytes: null,
    completedBytes: 0,
  });
  expect(readPullLine(null)).toMatchObject({ status: "", digest: null });
});

test("a head size of its own counts, and a model whose layers differ has no one shape", () => {
  const info = {
    "general.architecture": "gemma3",
    "gemma3.block_count": 34,
    "gemma3.embedding_length": 2560,
    "gemma3.attention.head_count": 8,
    "gemma3.attention.head_count_kv": 4,
    "gemma3.attention.key_length": 256,
  };
  expect(readShown({ model_info: info }).shape).toEqual({ layers: 34, keyValueHeads: 4, headSize: 256 });
  const uneven = { ...info, "gemma3.attention.head_count": [8, 4], "gemma3.attention.head_count_kv": [4, 4] };
  expect(readShown({ model_info: uneven }).shape).toBeNull();
  expect(readShown(undefined).capabilities).toEqual([]);
});

test("the pieces of an answer, its end with the counters, and an error in the middle", () => {
  expect(readChatPiece({ message: { role: "assistant", content: "Hola", thinking: "hm" }, done: false })).toEqual({
    content: "Hola",
    thinking: "hm",
    done: false,
    doneReason: null,
    stats: null,
    error: null,
  });
  const last = readChatPiece({
    message: { role: "assistant", content: "" },
    done: true,
    done_reason: "stop",
    total_duration: 9,
    load_duration: 1,
    prompt_eval_count: 12,
    prompt_eval_duration: 3,
    eval_count: 40,
    eval_duration: 5,
  });
  expect(last).toMatchObject({ content: "", done: true, doneReason: "stop" });
  expect(last.stats).toEqual({ totalNs: 9, loadNs: 1, promptTokens: 12, promptNs: 3, answerTokens: 40, answerNs: 5 });
  expect(readChatPiece({ error: "unexpected EOF" }).error).toBe("unexpected EOF");
});
