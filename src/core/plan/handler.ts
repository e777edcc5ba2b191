import type { PageCounts } from "../facts/page-counts.ts";
import type { AdoptedModel } from "../models/adopted-model.ts";
import type { Emit } from "../run/events.ts";
import type { Operation, OperationKind } from "../run/operations.ts";

/** How a removal ended: what `users` had started to use since the plan was made was kept. */
export type RemovalOutcome = { name: string; wasLeft: boolean; users: string[] };

type Results = {
  "remove-network": RemovalOutcome;
  "remove-volume": RemovalOutcome;
  "remove-image": RemovalOutcome;
  /** The expected counts in the volume; null if anything is acceptable. */
  "fill-volume": PageCounts | null;
  "copy-models": AdoptedModel[];
  /** What was counted in the volume; null if it has no database. */
  "verify-data": PageCounts | null;
};

type Ending<K extends Operation["kind"]> = K extends keyof Results ? Promise<Results[K]> : Promise<void>;

/** What each kind of operation returns; most return nothing. */
export type ResultOf<K extends Operation["kind"]> = Awaited<Ending<K>>;

/** The outcome of an operation. */
export type Outcome = { [K in Operation["kind"]]: { kind: K; result: ResultOf<K> } }[Operation["kind"]];

/** The outcomes of a plan's operations, by their ids. */
export type Outcomes = ReadonlyMap<string, Outcome>;

/** What work receives: a signal that aborts with the whole plan, where events go, and what is done so far. */
export type Tools = { signal: AbortSignal; emit: Emit; outcomes: Outcomes };

/** Carries out one kind of operation and returns its outcome. */
export type Handler<K extends Operation["kind"]> = (
  operation: Extract<OperationKind, { kind: K }> & Pick<Operation, "id">,
  tools: Tools,
) => Ending<K>;

/** One handler for each kind of operation. */
export type Handlers = { [K in Operation["kind"]]: Handler<K> };

/** The outcomes of the operations of one kind, in the order in which they ended. */
export function resultsOf<K extends Operation["kind"]>(outcomes: Outcomes, kind: K): ResultOf<K>[] {
  return [...outcomes.values()].flatMap((outcome) => (outcome.kind === kind ? [outcome.result as ResultOf<K>] : []));
}
