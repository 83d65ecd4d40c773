/** "Set up": network and broker in a form, then node and configuration written by the flash tool's own code. */
import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { flashBoard } from "../../../board-setup/flash-board.ts";
import { pinsFor } from "../../../config/board-file.ts";
import type { ConnectedBoard } from "../../real-board/connected-board.ts";
import { pageAdvice } from "../../real-board/page-advice.ts";
import { PagePerson } from "../../real-board/page-person.ts";
import {
  checkForm,
  emptyForm,
  isTick,
  virtualForm,
  virtualNetwork,
  type CheckedForm,
  type Field,
  type SetUpForm,
  type Tick,
} from "../../real-board/set-up-form.ts";
import type { BuiltNode } from "../../../node-build/built-node.ts";
import { common } from "../part.ts";
import { BoardPart } from "./board-part.ts";
import { loadNode } from "./load-node.ts";
import { workShown, workStyles } from "./work-styles.ts";

/** ms that a node gets to come online */
const onlineTimeout = 30_000;

export class DingSetUp extends BoardPart {
  static override properties: PropertyDeclarations = {
    ...BoardPart.properties,
    virtualName: { attribute: false },
    checked: { state: true },
    trouble: { state: true },
    isDone: { state: true },
    isWorking: { state: true },
  };
  static override styles = [common, workStyles];

  /** What the simulator calls this board; undefined: it is a real one. */
  declare virtualName: string | undefined;
  declare checked: CheckedForm | undefined;
  declare trouble: string | undefined;
  declare isDone: boolean | undefined;
  declare isWorking: boolean | undefined;
  private _form: SetUpForm = { ...emptyForm };
  /** The board that the form is for. */
  private _formOf: ConnectedBoard | undefined;
  /** A broker that the board may not reach, of which the user has been told. */
  private _doubted: string | undefined;
  private _person = new PagePerson(() => this.requestUpdate());

  protected override willUpdate(): void {
    super.willUpdate();
    if (this._formOf === this.board) return;
    this._formOf = this.board;
    const broker = this.simulator?.hello?.broker;
    this._form = this.virtualName === undefined || broker === undefined ? { ...emptyForm } : virtualForm(this.virtualName, broker);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { board, virtualName } = this;
    if (board === undefined) return nothing;
    const sensorPins = pinsFor(this.simulator?.hello?.board.pins ?? {}, "analog");
    return html`
      <details>
        <summary>Set up</summary>
        <p>Puts the node on this board, with what it has to know. What you leave empty stays as the board has it, but for network and broker.</p>
        ${
          virtualName === undefined
            ? nothing
            : html`<p class="dim">
                A virtual board can join one network, <code>${virtualNetwork}</code>, which has no password, and reaches the brokers that this computer reaches.
              </p>`
        }
        <form @submit=${(event: SubmitEvent) => void this._submit(board, event)} novalidate>
          <div class="fields">
            ${this._text("network", "Wi-Fi network", "off")} ${this._text("password", "Wi-Fi password", "new-password", "password")}
            ${this._tick("isOpen", "The network has no password")} ${this._text("broker", "MQTT broker, as host or host:port", "off")}
            ${this._text("username", "User name for the broker, if it wants one", "off")}
            ${this._text("brokerPassword", "Password for the broker", "new-password", "password")}
            ${this._text("key", "Key, if the node is to obey only signed commands", "new-password", "password")}
            ${this._tick("isSigning", "Sign the node's messages with this key")}
            ${this._text("node", virtualName === undefined ? "Name of the node, if you want to choose it" : "Name of the node", "off")}
            <div>
              <label for="sensor">Light sensor</label>
              <select id="sensor" @change=${(event: Event) => this._take("sensor", event)} aria-describedby="sensor-note">
                <option value="">as the board has it</option>
                <option value="none">none</option>
                ${sensorPins.map((pin) => html`<option value=${pin}>on ${pin}</option>`)}
              </select>
              ${this._note("sensor")}
            </div>
            ${this._tick("isInHomeAssistant", "Show the node in Home Assistant")} ${this._tick("replace", "Replace another program, if there is one")}
          </div>
          <button class="main" ?disabled=${board.isBusy || board.what === "" || this.isWorking === true}>Set up</button>
        </form>
        ${workShown(this._person, this.trouble)}
        <p class="good" role="status">${this.isDone ? "The node is on the board, and online." : nothing}</p>
      </details>
    `;
  }

  private _text(field: Exclude<Field, Tick>, label: string, autocomplete: AutoFill, type = "text"): TemplateResult {
    const isWrong = this._fault(field) !== undefined;
    return html`
      <div>
        <label for=${field}>${label}</label>
        <input
          id=${field}
          type=${type}
          autocomplete=${autocomplete}
          spellcheck="false"
          .value=${this._form[field]}
          ?readonly=${field === "node" && this.virtualName !== undefined}
          aria-invalid=${isWrong ? "true" : "false"}
          aria-describedby="${field}-note"
          @input=${(event: Event) => this._take(field, event)}
        />
        ${this._note(field)}
      </div>
    `;
  }

  private _tick(field: Tick, label: string): TemplateResult {
    return html`<label class="tick"
      ><input type="checkbox" .checked=${this._form[field]} @change=${(event: Event) => this._take(field, event)} /> <span>${label}</span></label
    >`;
  }

  private _note(field: Field): TemplateResult {
    const fault = this._fault(field);
    const fixed = field === "node" && this.virtualName !== undefined ? "fixed: the simulator and this page know the virtual board by it" : nothing;
    return html`<p id="${field}-note" class=${fault === undefined ? "dim" : "bad"}>${fault ?? fixed}</p>`;
  }

  private _fault(field: Field): string | undefined {
    return this.checked?.faults.get(field) ?? (field === "broker" ? this._doubt() : undefined);
  }

  /** Why the board may not reach the broker; what is this computer's own is the virtual board's too. */
  private _doubt(): string | undefined {
    const note = this.virtualName === undefined ? this.checked?.notes.get("broker") : undefined;
    return note && `${note}. If you mean it, press "Set up" again.`;
  }

  private _take(field: Field, event: Event): void {
    const { target } = event;
    if (isTick(field)) this._form[field] = target instanceof HTMLInputElement && target.checked;
    else if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) this._form[field] = target.value;
  }

  private async _submit(board: ConnectedBoard, event: SubmitEvent): Promise<void> {
    event.preventDefault();
    this.trouble = undefined;
    this.isDone = false;
    this._person = new PagePerson(() => this.requestUpdate());
    const hello = this.simulator?.hello;
    if (hello === undefined || this.isWorking === true) return;
    const checked = checkForm(this._form, hello);
    this.checked = checked;
    const isDoubtful = this._doubt() !== undefined && this._doubted !== this._form.broker;
    this._doubted = this._form.broker;
    if (checked.faults.size > 0 || isDoubtful) return void this._showFault();
    this.isWorking = true;
    try {
      this._person.say("Fetching the node...");
      await this._write(board, await loadNode(this.simulator), checked);
      this.isDone = true;
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error);
    } finally {
      this.isWorking = false;
    }
  }

  private async _write(board: ConnectedBoard, node: BuiltNode, { options, passwords }: CheckedForm): Promise<void> {
    for (const secret of [passwords.wifi, passwords.mqtt, passwords.key]) board.hide(secret);
    const around = { terminal: this._person, passwords, advice: pageAdvice, patience: onlineTimeout };
    await board.exclusively(() => flashBoard(board.link, node, options, around));
  }

  /** To where the first mistake is. */
  private _showFault(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
  }
}

customElements.define("ding-set-up", DingSetUp);
