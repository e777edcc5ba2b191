import { admin } from "./admin/es.ts";
import { adopt } from "./adopt/es.ts";
import { answerReasons } from "./answer-reasons/es.ts";
import { ask } from "./ask/es.ts";
import { backup } from "./backup/es.ts";
import { rollback, update } from "./changes/es.ts";
import { chat } from "./chat/es.ts";
import { check, checks } from "./checks/es.ts";
import { config } from "./config/es.ts";
import { exits, open, pull, status } from "./daily/es.ts";
import { errors, expected } from "./errors/es.ts";
import { fit } from "./fit/es.ts";
import { createFormat } from "./format.ts";
import { general } from "./general/es.ts";
import { help } from "./help/es.ts";
import { models, tune } from "./models/es.ts";
import { pullReasons } from "./pull-reasons/es.ts";
import { questions } from "./questions/es.ts";
import { restore } from "./restore/es.ts";
import { selfUpdate } from "./self-update/es.ts";
import { services } from "./services/es.ts";
import { stack } from "./stack/es.ts";
import { causes, notices, operations, phases } from "./steps/es.ts";
import { uninstall } from "./uninstall/es.ts";
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
  completion: { installed: "instalado" },
};
