/**
 * The same outage on virtual time, for fleets that one machine cannot hold: the client's own backoff, but no sockets. The
 * broker is a model: while it is away it refuses at once; then it takes connections one after the other at a steady rate.
 */
import type { Config } from "../../firmware/config.ts";
import { newState } from "../../tinymqtt/create.ts";
import { backoff } from "../../tinymqtt/state.ts";
import { exitCodes, UserError } from "../command-line/user-error.ts";
import { EventQueue } from "./event-queue.ts";
import type { Return } from "./measures.ts";
import { nodeOptions } from "./node-options.ts";

export interface SimulationPlan {
  config: Config;
  nodes: number;
  /** ms from the loss to the restart. */
  outage: number;
  /** Connections a second that the broker takes. */
  rate: number;
  /** The random function of the node with this index. */
  random: (index: number) => () => number;
}

/** Longest waits after the restart at which nodes that are still away are taken to stay away. */
const mostWaits = 100;

type Backoff = Parameters<typeof backoff>[0];

/**
 * All nodes lose the broker `outage` before time 0, at which it is back.
 * @throws {UserError} when the broker is so slow that it only works through requests of nodes that have hung up
 */
export function simulateOutage({ config, nodes, outage, rate, random }: SimulationPlan): Return {
  const attemptsToMake = new EventQueue<Backoff>();
  const attempts: number[] = [];
  const connections: number[] = [];
  const giveUpAfter = config.recovery.answer;
  const service = 1000 / rate; // ms
  let brokerFreeAt = 0;
  const { _firstWait, _maxWait, _failures } = newState("", nodeOptions(config, "fleet"));
  for (let index = 0; index < nodes; index++) {
    const node: Backoff = { _firstWait, _maxWait, _failures, _options: { random: random(index) } };
    attemptsToMake.add(-outage + backoff(node), node);
  }
  for (let event = attemptsToMake.next(); event !== undefined; event = attemptsToMake.next()) {
    const { at, what: node } = event;
    if (at < 0) {
      attemptsToMake.add(at + backoff(node), node);
      continue;
    }
    if (at > mostWaits * _maxWait) {
      const away = `${nodes - connections.length} of ${nodes} nodes are still away ${Math.round(at / 60_000)} min after the restart`;
      throw new UserError(`${away}: a broker of ${rate} connections a second is too slow for them; give a higher --rate`, exitCodes.failed);
    }
    attempts.push(at);
    // A node that has given up costs the broker as much: its CONNECT is there already.
    brokerFreeAt = Math.max(brokerFreeAt, at) + service;
    if (brokerFreeAt - at <= giveUpAfter) connections.push(brokerFreeAt);
    else attemptsToMake.add(at + giveUpAfter + backoff(node), node);
  }
  return { attempts, connections, allBack: connections.at(-1) ?? 0 };
}
