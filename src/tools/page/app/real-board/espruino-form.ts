/** "Put Espruino on a blank chip": from files that the user has downloaded, with the checks of `npm run flash -- --interpreter`. */
import { css, html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { checkInterpreter, putInterpreter } from "../../../board-setup/interpreter/index.ts";
import { readListing } from "../../../board-setup/interpreter/listing.ts";
import { defaultFlashBaud } from "../../../board-setup/interpreter/loader.ts";
import { consoleBaud } from "../../../serial/serial-link.ts";
import { chosenFiles } from "../../real-board/chosen-files.ts";
import type { ConnectedBoard } from "../../real-board/connected-board.ts";
import { pageAdvice } from "../../real-board/page-advice.ts";
import { PagePerson } from "../../real-board/page-person.ts";
import { common } from "../part.ts";
import { BoardPart } from "./board-part.ts";
import { loadNode } from "./load-node.ts";
import { workShown, workStyles } from "./work-styles.ts";

export class DingEspruinoForm extends BoardPart {
  static override properties: PropertyDeclarations = { ...BoardPart.properties, files: { state: true }, trouble: { state: true }, isSlow: { state: true } };
  static override styles = [
    common,
    workStyles,
    css`
      .drop {
        border: 2px dashed var(--line);
        border-radius: 8px;
        padding: 12px;
        margin: 8px 0;
      }
    `,
  ];

  declare files: readonly File[] | undefined;
  declare trouble: string | undefined;
  declare isSlow: boolean | undefined;
  private _person = new PagePerson(() => this.requestUpdate());

  protected override render(): TemplateResult | typeof nothing {
    const { board, files = [] } = this;
    if (board === undefined) return nothing;
    return html`
      <details>
        <summary>Put Espruino on a blank chip</summary>
        <p>
          Download Espruino for the ESP32 from espruino.com/Download, and give the .zip or .tgz here, or the three .bin files from it. It erases what the chip
          has in their place.
        </p>
        <div class="drop" @dragover=${(event: DragEvent) => event.preventDefault()} @drop=${(event: DragEvent) => this._dropped(event)}>
          <label for="files">Files, chosen or dropped here</label>
          <input id="files" type="file" multiple accept=".zip,.tgz,.gz,.bin" @change=${(event: Event) => this._chosen(event)} />
          ${files.length === 0 ? nothing : html`<p>${files.map(({ name }) => name).join(", ")}</p>`}
        </div>
        <div class="row">
          <label class="tick"><input type="checkbox" @change=${(event: Event) => this._slow(event)} /> At the lower speed, for long cables</label>
          <button type="button" class="main" ?disabled=${board.isBusy || files.length === 0} @click=${() => void this._put(board, files)}>
            Put Espruino on the chip
          </button>
        </div>
        ${workShown(this._person, this.trouble)}
      </details>
    `;
  }

  private _chosen({ target }: Event): void {
    if (target instanceof HTMLInputElement) this.files = [...(target.files ?? [])];
  }

  private _dropped(event: DragEvent): void {
    event.preventDefault();
    this.files = [...(event.dataTransfer?.files ?? [])];
  }

  private _slow({ target }: Event): void {
    this.isSlow = target instanceof HTMLInputElement && target.checked;
  }

  private async _put(board: ConnectedBoard, files: readonly File[]): Promise<void> {
    this.trouble = undefined;
    const person = new PagePerson(() => this.requestUpdate());
    this._person = person;
    try {
      const given = await Promise.all(files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })));
      const { settings } = await loadNode(this.simulator);
      const { source, open } = chosenFiles(given);
      const checked = checkInterpreter(readListing(settings.interpreter), source, open);
      const options = { baud: consoleBaud, flashBaud: this.isSlow ? consoleBaud : defaultFlashBaud, advice: pageAdvice };
      await board.exclusively(() => putInterpreter(board.link, checked, options, person));
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error);
    }
  }
}

customElements.define("ding-espruino-form", DingEspruinoForm);
