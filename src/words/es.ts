import { admin } from "./es/admin.ts";
import { adopt } from "./es/adopt.ts";
import { answerReasons } from "./es/answer-reasons.ts";
import { ask } from "./es/ask.ts";
import { backup } from "./es/backup.ts";
import { rollback, update } from "./es/changes.ts";
import { chat } from "./es/chat.ts";
import { check, checks } from "./es/checks.ts";
import { config } from "./es/config.ts";
import { exits, open, pull, status } from "./es/daily.ts";
import { errors, expected } from "./es/errors.ts";
import { fit } from "./es/fit.ts";
import { general } from "./es/general.ts";
import { help } from "./es/help.ts";
import { models, tune } from "./es/models.ts";
import { pullReasons } from "./es/pull-reasons.ts";
import { restore } from "./es/restore.ts";
import { services } from "./es/services.ts";
import { stack } from "./es/stack.ts";
import { causes, notices, operations, phases } from "./es/steps.ts";
import { uninstall } from "./es/uninstall.ts";
import { createFormat } from "./format.ts";
import type { Words } from "./words.ts";

/** Everything localgpt says, in Spanish. */
export const words: Words = {
  language: "es",
  format: createFormat("es"),
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
  completion: { installed: "instalado" },
};
