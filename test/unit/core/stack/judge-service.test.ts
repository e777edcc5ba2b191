import { expect, test } from "vitest";
import { createJudge } from "../../../../src/core/stack/judge-service.ts";
import type { ObservedContainer } from "../../../../src/core/stack/observation.ts";

/** What a judge says of looks at a container, one after the other. */
function judgeAll(...looks: (Partial<ObservedContainer> | null)[]) {
  const judge = createJudge();
  return looks.map((look) => judge(look === null ? null : ({ ...fresh, ...look } as ObservedContainer)));
}

const fresh = { state: "running", exitCode: 0, oomKilled: false, restartCount: 0, memoryLimitBytes: 1024 ** 3 };

test("what runs, was made or is started again a few times is waited for", () => {
  const looks = [{ state: "created" }, {}, { restartCount: 3 }, { state: "restarting", exitCode: 1, restartCount: 3 }];
  expect(judgeAll(...(looks as Partial<ObservedContainer>[]))).toEqual([null, null, null, null]);
});

test.each([
  ["gone", null, { reason: "removed", exitCode: null }],
  ["stopped", { state: "exited", exitCode: 143 }, { reason: "exited", exitCode: 143, memoryLimitBytes: 1024 ** 3 }],
  ["paused", { state: "paused" }, { reason: "paused", exitCode: null }],
] as const)("what is %s is of no use", (_, look, outcome) => {
  expect(judgeAll({}, look).at(-1)).toMatchObject(outcome);
});

test("what Docker starts again and again is reported with how it ended last, also where it runs at the moment", () => {
  const ended = { state: "restarting", exitCode: 137, oomKilled: true, restartCount: 2 } as const;
  expect(judgeAll({}, ended, { restartCount: 4 }).at(-1)).toMatchObject({
    reason: "restarting",
    exitCode: 137,
    oomKilled: true,
  });
});

test("how it ends is waited for where each look found it running, and not for ever", () => {
  const ended = { state: "restarting", exitCode: 139, restartCount: 5 } as const;
  expect(judgeAll({}, { restartCount: 4 }, ended)).toMatchObject([null, null, { reason: "restarting", exitCode: 139 }]);
  expect(judgeAll({}, { restartCount: 6 }, { restartCount: 7 })).toMatchObject([
    null,
    null,
    { reason: "restarting", exitCode: null },
  ]);
});

test("a count from before the wait is no restart, and one that begins anew counts from there", () => {
  expect(judgeAll({ restartCount: 9 }, { restartCount: 12 }, { restartCount: 1 }, { restartCount: 4 })).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
