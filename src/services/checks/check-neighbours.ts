import type { Finding } from "../../core/facts/checks.ts";
import { judgePort, judgeVolumes } from "../../core/judge/judge-neighbours.ts";
import { services } from "../../core/services/services.ts";
import { volumeName } from "../../core/stack/stack.ts";
import { answersOllama } from "../clients/native-ollama.ts";
import { findFact } from "../http/find-fact.ts";
import { findAllPortFacts, publishesHere } from "../stack/port-facts.ts";
import type { CheckRun } from "./check-run.ts";

const nativeTimeoutMs = 500;

/** Whether the ports of the settings are free. */
export async function checkPorts({ engine, prepared, findPublished, ...world }: CheckRun): Promise<Finding[]> {
  const where = { ...world, isHere: publishesHere(engine) };
  const facts = await findAllPortFacts(prepared.settings, await findPublished(), where);
  return facts.map(judgePort);
}

/** Whether an Ollama runs beside Docker. */
export async function checkNativeOllama({ engine, findPublished, signal }: CheckRun): Promise<Finding[]> {
  const port = services.ollama.port;
  const inContainer = (await findPublished()).some((candidate) => candidate.port === port);
  if (inContainer || !publishesHere(engine)) return [];
  const answers = await findFact(signal, nativeTimeoutMs, (bounded) => answersOllama(port, bounded));
  return answers === true ? [{ id: "native-ollama", status: "note", facts: { port } }] : [];
}

/** Volumes of other stacks that could be copied. */
export async function checkOtherVolumes({ prepared, observation, findVolumes }: CheckRun): Promise<Finding[]> {
  const { volumes, firstAccount } = observation;
  const isEmpty = firstAccount === true || !volumes[volumeName(prepared.stack, "open-webui")];
  return judgeVolumes(await findVolumes(), { project: prepared.settings.name, isEmpty });
}
