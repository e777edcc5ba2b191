import { admin } from "./admin/en.ts";
import { adopt } from "./adopt/en.ts";
import { answerReasons } from "./answer-reasons/en.ts";
import { ask } from "./ask/en.ts";
import { backup } from "./backup/en.ts";
import { rollback, update } from "./changes/en.ts";
import { chat } from "./chat/en.ts";
import { check, checks } from "./checks/en.ts";
import { config } from "./config/en.ts";
import { exits, open, pull, status } from "./daily/en.ts";
import { errors, expected } from "./errors/en.ts";
import { fit } from "./fit/en.ts";
import { createFormat } from "./format.ts";
import { general } from "./general/en.ts";
import { help } from "./help/en.ts";
import { models, tune } from "./models/en.ts";
import { pullReasons } from "./pull-reasons/en.ts";
import { questions } from "./questions/en.ts";
import { restore } from "./restore/en.ts";
import { selfUpdate } from "./self-update/en.ts";
import { services } from "./services/en.ts";
import { stack } from "./stack/en.ts";
import { causes, notices, operations, phases } from "./steps/en.ts";
import { uninstall } from "./uninstall/en.ts";
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
  selfUpdate,
  uninstall,
  backup,
  admin,
  adopt,
  restore,
  questions,
  general,
  help,
  config,
  completion: { installed: "installed" },
};
