import { admin } from "./en/admin.ts";
import { adopt } from "./en/adopt.ts";
import { answerReasons } from "./en/answer-reasons.ts";
import { ask } from "./en/ask.ts";
import { backup } from "./en/backup.ts";
import { rollback, update } from "./en/changes.ts";
import { chat } from "./en/chat.ts";
import { check, checks } from "./en/checks.ts";
import { config } from "./en/config.ts";
import { exits, open, pull, status } from "./en/daily.ts";
import { errors, expected } from "./en/errors.ts";
import { fit } from "./en/fit.ts";
import { general } from "./en/general.ts";
import { help } from "./en/help.ts";
import { models, tune } from "./en/models.ts";
import { pullReasons } from "./en/pull-reasons.ts";
import { restore } from "./en/restore.ts";
import { services } from "./en/services.ts";
import { stack } from "./en/stack.ts";
import { causes, notices, operations, phases } from "./en/steps.ts";
import { uninstall } from "./en/uninstall.ts";
import { createFormat } from "./format.ts";
import type { Words } from "./words.ts";

/** Everything localgpt says, in English. */
export const words: Words = {
  language: "en",
  format: createFormat("en"),
  services,
  expected,
  errors,
  answerReasons,
  pullReasons,
  checks,
  check,
  causes,
  operations,
  notices,
  phases,
  stack,
  exits,
  status,
  open,
  ask,
  pull,
  models,
  tune,
  fit,
  chat,
  update,
  rollback,
  uninstall,
  backup,
  admin,
  adopt,
  restore,
  general,
  help,
  config,
  completion: { installed: "installed" },
};
