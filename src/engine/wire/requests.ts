import type Dockerode from "dockerode";

type Request = { path: string; query?: Record<string, unknown>; signal: AbortSignal };

/** GETs a JSON answer by path, for calls to which dockerode passes neither a query nor an AbortSignal. */
export async function getJson(docker: Dockerode, request: Request): Promise<unknown> {
  return dial(docker, request, false);
}

/** GETs an answer as a stream of bytes, for calls that dockerode would hold in memory. */
export async function getStream(docker: Dockerode, request: Request): Promise<NodeJS.ReadableStream> {
  return (await dial(docker, request, true)) as NodeJS.ReadableStream;
}

function dial(docker: Dockerode, { path, query, signal }: Request, isStream: boolean): Promise<unknown> {
  const request = {
    path: `${path}?`,
    method: "GET",
    abortSignal: signal,
    isStream,
    options: { _query: query ?? {} },
    statusCodes: { 200: true, 404: "not found", 500: "server error" },
  };
  return new Promise((resolve, reject) => {
    docker.modem.dial(request, (error: unknown, answer: unknown) => (error ? reject(error) : resolve(answer)));
  });
}

/**
 * Options of a POST whose body stays out of the URL: docker-modem would write every field, `Env` with its secrets
 * included, into the query. dockerode's types do not know this form.
 */
export function cleanOptions<T>(query: Record<string, unknown>, body: T, signal: AbortSignal): T {
  return { _query: query, _body: body, abortSignal: signal } as T;
}
