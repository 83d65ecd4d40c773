/** A node as the configuring tool sees it: an MQTT client that speaks the protocol of docs/configuring.md, and fails as a test wants it. */
import type { MqttClient } from "mqtt";
import type { JsonObject } from "../../../src/firmware/validate.ts";
import type { EmbeddedBroker } from "../../../src/tools/simulate/embedded-broker.ts";
import { base, goOnline, nodeClient, openSigned, reject } from "../node-client.ts";

interface Request {
  config: JsonObject;
  n: number;
}

interface Behaviour {
  /** Says no to a change, with this reason. */
  refusal: string;
  /** What becomes of the trial: "" for a configuration that is kept, else why the old one is back. */
  goesBack: string;
  /** Requests that are lost on their way. */
  loses: number;
  /** What it does in place of an answer to one of these. */
  whenLost: () => void;
  /** It takes its requests once so many have come. */
  takesAt: number;
  /** Where it speaks with its new configuration; "" for where the tool does not hear it. */
  newTopic: string;
  /** Between its words `starting` and `trial`. */
  whileItRestarts: () => Promise<void>;
}

export class FakeConfigNode {
  /** All that came, lost ones included. */
  readonly requests: Request[] = [];
  private readonly _waiting: Request[] = [];
  private _isOnTrial = false;

  private constructor(
    readonly name: string,
    private readonly _client: MqttClient,
    private readonly _behaviour: Behaviour,
  ) {
    _client.on("message", (topic, payload) => this._receive(topic, payload.toString()));
  }

  /** Online and subscribed. Ends with the test. */
  static async at(broker: Pick<EmbeddedBroker, "address">, name: string, behaviour: Partial<Behaviour> = {}): Promise<FakeConfigNode> {
    const client = await nodeClient(broker, name);
    const restarts = (): Promise<void> => Promise.resolve();
    const newTopic = `${base}/config/${name}`;
    const usual = { refusal: "", goesBack: "", loses: 0, whenLost: () => undefined, takesAt: 1, newTopic, whileItRestarts: restarts };
    const node = new FakeConfigNode(name, client, { ...usual, ...behaviour });
    await goOnline(client, name, [`${base}/control/update/${name}`]);
    return node;
  }

  async sayStatus(status: string): Promise<void> {
    await this._client.publishAsync(`${base}/status/${this.name}`, status, { qos: 1, retain: true });
  }

  async sayError(reason: string): Promise<void> {
    await reject(this._client, this.name, reason, `${base}/control/update/${this.name}`, "{");
  }

  async say(state: object, topic = `${base}/config/${this.name}`): Promise<void> {
    await this._client.publishAsync(topic, JSON.stringify({ node: this.name, ...state }), { qos: 1, retain: true });
  }

  private _receive(topic: string, payload: string): void {
    const request = openSigned(topic, payload, this.requests.at(-1)?.n ?? 0) as Request | undefined;
    if (!request) return void this.sayError("no valid signature");
    this.requests.push(request);
    if (this.requests.length <= this._behaviour.loses) return this._behaviour.whenLost();
    this._waiting.push(request);
    if (this._waiting.length < this._behaviour.takesAt) return;
    for (const waiting of this._waiting.splice(0)) void this._answer(waiting);
  }

  private async _answer({ n }: Request): Promise<void> {
    const { goesBack, newTopic, whileItRestarts } = this._behaviour;
    const refusal = this._isOnTrial ? "another configuration is on trial" : this._behaviour.refusal;
    if (refusal) return this.say({ n, state: "refused", reason: refusal });
    this._isOnTrial = true;
    await this.say({ n, state: "starting" });
    await whileItRestarts();
    if (newTopic) await this.say({ n, state: "trial" }, newTopic);
    if (goesBack) await this.say({ n, state: "failed", reason: goesBack });
    else if (newTopic) await this.say({ n, state: "kept" }, newTopic);
  }
}
