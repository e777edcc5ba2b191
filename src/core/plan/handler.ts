import type { PageCounts } from "../facts/page-counts.ts";
import type { AdoptedModel } from "../models/adopted-model.ts";
import type { Emit } from "../run/events.ts";
import type { Operation, OperationKind } from "../run/operations.ts";

/** How a removal ended: what `users` got hold of since the plan was made was left as it is. */
export type RemovalOutcome = { name: string; wasLeft: boolean; users: string[] };

type Results = {
  "remove-network": RemovalOutcome;
  "remove-volume": RemovalOutcome;
  "remove-image": RemovalOutcome;
  /** What must be counted in the volume; null for what it may be. */
  "fill-volume": PageCounts | null;
  "copy-models": AdoptedModel[];
  /** What was counted in the volume; null where there is no database. */
  "verify-data": PageCounts | null;
};

type Ending<K extends Operation["kind"]> = K extends keyof Results ? Promise<Results[K]> : Promise<void>;

/** What one kind of operation gives; most give nothing. */
export type ResultOf<K extends Operation["kind"]> = Awaited<Ending<K>>;

/** What an operation came to. */
export type Outcome = { [K in Operation["kind"]]: { kind: K; result: ResultOf<K> } }[Operation["kind"]];

/** What the operations of a plan came to, by their ids. */
export type Outcomes = ReadonlyMap<string, Outcome>;

/** What work is given: a signal that aborts with the whole plan, where events go, and what is done by now. */
export type Tools = { signal: AbortSignal; emit: Emit; outcomes: Outcomes };

/** What carries out one kind of operation and gives what came of it. */
export type Handler<K extends Operation["kind"]> = (
  operation: Extract<OperationKind, { kind: K }> & Pick<Operation, "id">,
  tools: Tools,
) => Ending<K>;

/** One handler for each kind of operation. */
export type Handlers = { [K in Operation["kind"]]: Handler<K> };

/** What the operations of one kind gave, in the order in which they ended. */
export function resultsOf<K extends Operation["kind"]>(outcomes: Outcomes, kind: K): ResultOf<K>[] {
  return [...outcomes.values()].flatMap((outcome) => (outcome.kind === kind ? [outcome.result as ResultOf<K>] : []));
}
