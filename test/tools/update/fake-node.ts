/** A node as the update tool sees it: an MQTT client that speaks the protocol of docs/updating.md, and fails as a test wants it. */
import { createHash } from "node:crypto";
import type { MqttClient } from "mqtt";
import type { Announcement } from "../../../src/firmware/announcement.ts";
import type { EmbeddedBroker } from "../../../src/tools/simulate/embedded-broker.ts";
import { base, goOnline, nodeClient, openSigned, reject } from "../node-client.ts";

/** With the counter of its signature. */
interface SignedAnnouncement extends Announcement {
  n: number;
}

interface Behaviour {
  /** What runs before the update. */
  version: string;
  /** Of the file that runs, in Base64. */
  runs: string;
  /** What is in flash of a file that was begun before. */
  begun: Buffer;
  /** Says no to an announcement, with this reason. */
  refusal: string;
  /** What becomes of the trial: "" for a version that stays, else why it goes back. */
  goesBack: string;
  /** Of the announcements, counted from 1, those that it misses, as it is just reconnecting: it says what it says at each connect. */
  misses: readonly number[];
  /** How often the power is cut just before the restart into what was sent. */
  cutsBeforeTrial: number;
  /** Asked before each piece is taken; false: it is lost, and not answered. */
  takes: (offset: number) => boolean;
}

export class FakeNode {
  version: string;
  received: Buffer;
  readonly announcements: SignedAnnouncement[] = [];
  /** Of the pieces that came, lost ones included. */
  readonly offsets: number[] = [];
  private _announced: SignedAnnouncement | undefined;
  private _highest = 0;
  private _cuts = 0;

  private constructor(
    readonly name: string,
    private readonly _client: MqttClient,
    private readonly _behaviour: Behaviour,
  ) {
    this.version = _behaviour.version;
    this.received = _behaviour.begun;
    _client.on("message", (topic, payload) => (topic.endsWith("/piece") ? this._piece(payload) : this._command(topic, payload.toString())));
  }

  /** Online and subscribed. Ends with the test. */
  static async at(broker: Pick<EmbeddedBroker, "address">, name: string, behaviour: Partial<Behaviour> = {}): Promise<FakeNode> {
    const client = await nodeClient(broker, name);
    const usual = { version: "1.0.0", runs: "", begun: Buffer.alloc(0), refusal: "", goesBack: "", misses: [], cutsBeforeTrial: 0, takes: () => true };
    const node = new FakeNode(name, client, { ...usual, ...behaviour });
    const control = `${base}/control/update/${name}`;
    await goOnline(client, name, [control, `${control}/piece`]);
    await node.say({ state: "current" });
    return node;
  }

  async say(state: object): Promise<void> {
    const payload = JSON.stringify({ node: this.name, version: this.version, ...state });
    await this._client.publishAsync(`${base}/update/${this.name}`, payload, { qos: 1, retain: true });
  }

  /** A power cut: RAM is lost, flash is not. */
  async restart(): Promise<void> {
    this._announced = undefined;
    await this.say({ state: "current" });
  }

  private _command(topic: string, payload: string): void {
    const announced = openSigned(topic, payload, this._highest) as SignedAnnouncement | undefined;
    if (!announced) return void reject(this._client, this.name, "no valid signature", topic, payload);
    this._highest = announced.n;
    this.announcements.push(announced);
    if (this._behaviour.misses.includes(this.announcements.length)) return void this.say({ state: "current" });
    if (announced.sha256 === this._behaviour.runs) return void this.say({ state: "current" });
    const { refusal } = this._behaviour;
    if (refusal) return void this.say({ state: "failed", to: announced.update, reason: refusal });
    this._announced = announced;
    this._answer();
  }

  private _piece(payload: Buffer): void {
    const lineEnd = payload.indexOf("\n");
    const offset = Number(payload.subarray(0, lineEnd).toString());
    this.offsets.push(offset);
    if (!this._announced || !this._behaviour.takes(offset)) return;
    if (offset === this.received.length) this.received = Buffer.concat([this.received, payload.subarray(lineEnd + 1)]);
    this._answer();
  }

  private _answer(): void {
    if (!this._announced) return;
    const { update, size, sha256 } = this._announced;
    if (this.received.length < size) return void this.say({ state: "receiving", to: update, offset: this.received.length, size });
    if (createHash("sha256").update(this.received).digest("base64") !== sha256) return void this.say({ state: "failed", to: update, reason: "wrong bytes" });
    void this._try(update);
  }

  private async _try(to: string): Promise<void> {
    const from = this.version;
    this._announced = undefined;
    await this.say({ state: "starting", to });
    if (this._cuts++ < this._behaviour.cutsBeforeTrial) return this.restart();
    this.version = to;
    await this.say({ state: "trial", from });
    if (!this._behaviour.goesBack) return this.say({ state: "current", from });
    this.version = from;
    await this.say({ state: "failed", to, reason: this._behaviour.goesBack });
  }
}
