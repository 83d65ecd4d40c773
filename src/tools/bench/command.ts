/** `npm run bench`: the node and its client beside other programs, on the real interpreter, in one run. */
import { Command } from "commander";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { collected } from "../command-line/option-parsers.ts";
import { runCommand } from "../command-line/run-command.ts";
import { exitCodes } from "../command-line/user-error.ts";
import { build } from "../node-build/build-dist.ts";
import { ours, peer, type Contestant } from "./client-contestant.ts";
import { clientCounter } from "./client-counter.ts";
import { measure, type Measures } from "./client-measures.ts";
import { clientRatios, table } from "./client-table.ts";
import { clientTimer } from "./client-timer.ts";
import { idleGauge } from "./idle-meter.ts";
import { instructionGauge } from "./instruction-meter.ts";
import type { Gauge } from "./meter.ts";
import { ourNode, peerNode, type NodeContestant } from "./node-contestant.ts";
import { measureMemory, measureNode, type NodeCosts } from "./node-measures.ts";
import { benchKey, measureSigned } from "./signed-command.ts";
import { isOver, nodeRows, nodeTable, type Row } from "./node-table.ts";

const root = path.resolve(fileURLToPath(new URL("../../..", import.meta.url)));

interface BenchOptions {
  peer: string[];
  peerNode?: string;
  rounds: string;
  instructions?: boolean;
}

/** What is measured. */
interface Programs {
  clients: readonly Contestant[];
  node: NodeContestant;
  signing: NodeContestant;
  other: NodeContestant | undefined;
}

/** The command line of `bench`. */
export function benchCommand(): Command {
  return new Command("bench")
    .description("Measures the node and tinymqtt on the interpreter that ESPRUINO names, through a broker on this machine.")
    .option("--peer <name=file>", "a client module to measure beside tinymqtt; can be given again", collected, [])
    .option("--peer-node <file>", "a program that does the node's job, to measure beside it; its modules are given as --peer")
    .option("--rounds <n>", "how often the whole job is measured", "3")
    .option("--instructions", "counts instructions, by Valgrind, in place of time: the machine may be busy")
    .allowExcessArguments(false)
    .action(async ({ peer: peers, peerNode: peerFile, rounds, instructions }: BenchOptions) => {
      const interpreter = process.env["ESPRUINO"];
      const gauge = instructions && interpreter ? instructionGauge(interpreter) : idleGauge;
      const clients = [await ours(root), ...(await Promise.all(peers.map(peer)))];
      const dist = await mkdtemp(path.join(tmpdir(), "bench-"));
      try {
        const { manifest } = await build(dist);
        const node = ourNode(
          dist,
          manifest.files.reduce((sum, file) => sum + file.bytes, 0),
        );
        const signing = ourNode(dist, node.bytes, benchKey);
        const other = peerFile === undefined ? undefined : await peerNode(peerFile, clients.slice(1));
        console.log(`Node.js ${process.versions.node}, ${cpus().length} x ${cpus()[0]?.model ?? "?"}, ${new Date().toISOString().slice(0, 10)}\n`);
        const over = interpreter ? await all({ clients, node, signing, other }, gauge, instructions ? 1 : Number(rounds)) : bytesOnly(clients, node);
        for (const { what, held, must } of over) console.log(`\nover its bound: ${what}: ${held.toFixed(2)}, must be ${must} at most`);
        if (over.length > 0) process.exitCode = exitCodes.failed;
      } finally {
        await rm(dist, { recursive: true, force: true });
      }
    });
}

function bytesOnly(clients: readonly Contestant[], node: NodeContestant): Row[] {
  console.log(`${table(clients, [], "")}\n\nthe whole node: ${node.bytes} bytes`);
  console.log("Bytes only: set ESPRUINO to an interpreter with 14-byte JsVars for the rest (CONTRIBUTING.md).");
  return [];
}

/** Prints all of it, and returns what is over its bound. */
async function all({ clients, node, signing, other }: Programs, gauge: Gauge, rounds: number): Promise<Row[]> {
  const memory = await measureMemory(node);
  const own: NodeCosts[] = [];
  const theirs: NodeCosts[] = [];
  const signed: number[] = [];
  for (let round = 0; round < rounds; round++) {
    own.push(await measureNode(node, gauge));
    signed.push(await measureSigned(signing, gauge));
    if (other) theirs.push(await measureNode(other, gauge));
  }
  // How long a press takes can only be told at full speed.
  const timed = gauge === idleGauge ? own : [await measureNode(node, idleGauge)];
  const rows = nodeRows({ bytes: node.bytes, memory, gauge, ours: own, theirs, signed, timed });
  console.log(`${nodeTable(other, rows)}\n`);
  const measures: Measures[] = [];
  const clientGauge = gauge === idleGauge ? clientTimer : clientCounter(gauge);
  for (const client of clients) measures.push(await measure(client, clientGauge));
  console.log(table(clients, measures, clientGauge.unit));
  return [...rows.filter((row) => !Number.isNaN(row.held)), ...clientRatios(clients, measures)].filter(isOver);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await runCommand(benchCommand());
