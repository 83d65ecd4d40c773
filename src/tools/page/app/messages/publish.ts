/** `<ding-publish>`: publishes a message, a command above all, and shows what the nodes answer. */
import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { keyFault, signCommand } from "../../../mqtt/sign-command.ts";
import { topicFault } from "../../../mqtt/topic-faults.ts";
import { commandTargets, controlTopic, readyCommands, withId } from "../../messages/command-answer.ts";
import { common, Part } from "../part.ts";
import type { Topic } from "../simulator.ts";
import { payload, payloadStyles } from "./payload.ts";
import { Sent } from "./sent-command.ts";

/** So that two open pages do not take each other's answers for theirs. */
const page = Math.random().toString(36).slice(2, 6);

export class DingPublish extends Part {
  static override properties: PropertyDeclarations = {
    ...Part.properties,
    _topic: { state: true },
    _payload: { state: true },
    _qos: { state: true },
    _retain: { state: true },
    _wantsId: { state: true },
    _key: { state: true },
    _sent: { state: true },
  };
  static override styles = [
    common,
    payloadStyles,
    css`
      form {
        display: grid;
        gap: 8px;
      }
      .field {
        display: grid;
        gap: 2px;
      }
      input[type="text"],
      textarea {
        font-family: var(--mono);
        font-size: 0.9rem;
        width: 100%;
      }
      textarea {
        resize: vertical;
        min-height: 3.4em;
      }
      p {
        margin: 0;
        font-size: 0.9rem;
      }
      ul {
        list-style: none;
        margin: 4px 0 0;
        padding: 0;
        display: grid;
        gap: 6px;
      }
      .answer {
        border-top: 1px solid var(--line);
        margin-top: 10px;
        padding-top: 8px;
        min-height: 5.5em;
      }
      h3 {
        margin-top: 0;
      }
    `,
  ];
  protected readonly topics: readonly Topic[] = ["messages", "connection", "state", "faults"];

  /** What was typed; undefined: the control topic of all nodes. */
  declare private _topic: string | undefined;
  declare private _payload: string;
  declare private _qos: 0 | 1 | 2;
  declare private _retain: boolean;
  declare private _wantsId: boolean;
  /** What commands are signed with; it does not leave the page. Empty: they are not signed. */
  declare private _key: string;
  declare private _sent: Sent | undefined;
  private _count = 0;

  constructor() {
    super();
    this._payload = readyCommands.find(({ name }) => name === "toggle")?.payload ?? "toggle";
    this._qos = 1;
    this._retain = false;
    this._wantsId = true;
    this._key = "";
  }

  protected override render(): TemplateResult {
    const topic = this._topicOrDefault();
    const fault = topicFault(topic);
    const wrongKey = this._keyFault();
    return html`
      <section aria-labelledby="title">
        <h2 id="title">Publish</h2>
        <form @submit=${(event: Event) => this._submit(event)}>
          ${this._targets(topic)}
          <div class="field">
            <label for="topic">Topic</label>
            <input
              id="topic"
              type="text"
              autocomplete="off"
              autocapitalize="off"
              spellcheck="false"
              .value=${topic}
              aria-invalid=${fault === undefined ? "false" : "true"}
              aria-describedby="fault"
              @input=${(event: Event) => (this._topic = valueOf(event))}
            />
            <p id="fault" class="bad">${fault === undefined ? nothing : `Nobody can publish to this topic: ${fault}.`}</p>
          </div>
          <div class="row" role="group" aria-label="Ready-made commands">
            ${readyCommands.map(({ name, payload }) => html`<button type="button" @click=${() => (this._payload = payload)}>${name}</button>`)}
          </div>
          <div class="field">
            <label for="payload">Message</label>
            <textarea
              id="payload"
              rows="2"
              autocapitalize="off"
              spellcheck="false"
              .value=${this._payload}
              @input=${(event: Event) => (this._payload = valueOf(event))}
            ></textarea>
          </div>
          <div class="field">
            <label for="key">Key, if the node obeys only signed commands</label>
            <input
              id="key"
              type="password"
              autocomplete="off"
              .value=${this._key}
              aria-invalid=${wrongKey === undefined ? "false" : "true"}
              aria-describedby="key-fault"
              @input=${(event: Event) => (this._key = valueOf(event))}
            />
            <p id="key-fault" class="bad">${wrongKey ?? nothing}</p>
          </div>
          <div class="row">
            <label>
              QoS
              <select @change=${(event: Event) => (this._qos = qosOf(event))}>
                ${([0, 1, 2] as const).map((qos) => html`<option value=${qos} ?selected=${qos === this._qos}>${qos}</option>`)}
              </select>
            </label>
            <label><input type="checkbox" .checked=${this._retain} @change=${() => (this._retain = !this._retain)} /> retain</label>
            <label title="The node repeats it in its answer. Only JSON commands can have one."
              ><input type="checkbox" .checked=${this._wantsId} @change=${() => (this._wantsId = !this._wantsId)} /> add an id</label
            >
            <button class="main" ?disabled=${(fault ?? wrongKey) !== undefined || this.simulator?.connection !== "open"}>Publish</button>
          </div>
          ${this._retain ? html`<p class="dim">The broker keeps a retained message for later subscribers. A node rejects a retained command when it reconnects, or it would run again each time.</p>` : nothing}
        </form>
        <div class="answer" role="status">
          <h3>Answer</h3>
          ${this._answer()}
        </div>
      </section>
    `;
  }

  private _targets(topic: string): TemplateResult | typeof nothing {
    const { base = "", nodes = [] } = this.simulator?.hello ?? {};
    const choices = commandTargets(base, nodes);
    if (choices.length < 2) return nothing;
    return html`
      <div class="field">
        <label for="target">${nodes[0]?.outputs.length === 1 ? "Nodes" : "Output"}</label>
        <select id="target" @change=${(event: Event) => (this._topic = valueOf(event))}>
          ${choices.map((choice) => html`<option value=${choice.topic} ?selected=${choice.topic === topic}>${choice.name}</option>`)}
          ${choices.some((choice) => choice.topic === topic) ? nothing : html`<option selected disabled>another topic</option>`}
        </select>
      </div>
    `;
  }

  private _answer(): TemplateResult {
    const sent = this._sent;
    if (sent === undefined) return html`<p class="dim">A node answers a command with the state of its LED, or says on its error topic why it rejects it.</p>`;
    if (sent.error === undefined) return html`<p class="dim">Publishing…</p>`;
    if (sent.error !== "") return html`<p class="bad">Not published: ${sent.error}</p>`;
    if (sent.answers.length === 0) {
      return html`<p>Published. No node listens to ${sent.command.topic}: commands go to <code>${controlTopic(sent.command.base)}</code>.</p>`;
    }
    return html`<p>Published: <code>${sent.command.payload}</code></p>
      <ul>
        ${sent.answers.map((answer) => {
          if ("waiting" in answer)
            return html`<li>
              ${answer.waiting ? html`<span class="dim">${answer.node}: …</span>` : html`<b>${answer.node}</b> <span class="bad">does not answer.</span> ${answer.why}`}
            </li>`;
          if (!answer.accepted) return html`<li><b>${answer.node}</b> <span class="bad">rejects it:</span> ${answer.text}</li>`;
          return html`<li><b>${answer.node}</b> <span class="good">accepts it:</span> ${payload({ text: answer.text, bytes: answer.text.length }, true)}</li>`;
        })}
      </ul>`;
  }

  private _topicOrDefault(): string {
    return this._topic ?? controlTopic(this.simulator?.hello?.base ?? "");
  }

  private _keyFault(): string | undefined {
    return this._key === "" ? undefined : keyFault(this._key);
  }

  private _submit(event: Event): void {
    event.preventDefault();
    const topic = this._topicOrDefault();
    if (this.simulator === undefined || (topicFault(topic) ?? this._keyFault()) !== undefined) return;
    this._count += 1;
    const content = this._wantsId ? withId(this._payload, `page-${page}-${this._count}`) : this._payload;
    const signed = this._key === "" ? content : signCommand(topic, content, Date.now(), this._key);
    const command = { topic, payload: signed, base: this.simulator.hello?.base ?? "" };
    this._sent = new Sent(this.simulator, command, { qos: this._qos, retain: this._retain }, () => this.requestUpdate());
  }
}

function valueOf({ target }: Event): string {
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
  return isField ? target.value : "";
}

function qosOf(event: Event): 0 | 1 | 2 {
  const value = valueOf(event);
  return value === "0" ? 0 : value === "2" ? 2 : 1;
}

customElements.define("ding-publish", DingPublish);
