/** Answers to the page's HTTP requests: its files, and the downloads, which need the token. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Download } from "./backend.ts";
import type { Guard } from "./guard.ts";
import { protection } from "./headers.ts";
import type { PageFiles } from "./page-files.ts";
import { downloadsPath } from "../protocol.ts";

export interface Served {
  files: PageFiles;
  downloads: ReadonlyMap<string, Download>;
}

/** An answer as it goes out. */
interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

export async function answer(request: IncomingMessage, response: ServerResponse, guard: Guard, served: Served): Promise<void> {
  const { status, headers, body } = await find(request, guard, served);
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...protection, ...headers, "Content-Length": bytes.length });
  response.end(request.method === "HEAD" ? undefined : bytes);
}

async function find(request: IncomingMessage, guard: Guard, { files, downloads }: Served): Promise<Answer> {
  const stranger = guard.refuseHost(request);
  if (stranger !== undefined) return sentence(stranger.status, stranger.reason);
  if (request.method !== "GET" && request.method !== "HEAD") return { ...sentence(405, "Files here can only be read."), headers: { Allow: "GET, HEAD" } };

  const path = pathOf(request.url ?? "/");
  const file = files.get(path);
  if (file !== undefined) return { status: 200, headers: { "Content-Type": file.type }, body: file.bytes };

  if (!path.startsWith(downloadsPath)) return sentence(404, "There is no such file.");
  const refusal = guard.refuseToken(request);
  if (refusal !== undefined) return sentence(refusal.status, refusal.reason);
  const name = path.slice(downloadsPath.length);
  const download = downloads.get(name);
  if (download === undefined) return sentence(404, "There is no such file.");
  const headers = { "Content-Type": download.type, "Content-Disposition": `attachment; filename="${name}"` };
  try {
    return { status: 200, headers, body: await download.body() };
  } catch (error) {
    return sentence(500, `${name} could not be made: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A request's path, without the query. Paths are looked up as they are, so nothing in one can lead elsewhere. */
export function pathOf(target: string): string {
  return target.split("?", 1)[0] ?? "";
}

function sentence(status: number, text: string): Answer {
  return { status, headers: { "Content-Type": "text/plain; charset=utf-8" }, body: `${text}\n` };
}
