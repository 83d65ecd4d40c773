/** `<ding-last-message>`: the latest message in one line, for beside the button: the list of messages may be further down. */
import { css, html, type TemplateResult } from "lit";
import { timeOfDay } from "../../messages/time-of-day.ts";
import { common, Part } from "../part.ts";
import type { Topic } from "../simulator.ts";

/** Characters; the line is cut where the card ends. */
const mostShown = 200;

export class DingLastMessage extends Part {
  static override styles = [
    common,
    css`
      p {
        margin: 6px 0 0;
        font-size: 0.85rem;
      }
      p > * {
        display: block;
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .topic {
        font-weight: 600;
      }
    `,
  ];
  protected readonly topics: readonly Topic[] = ["messages"];

  protected override render(): TemplateResult {
    const message = this.simulator?.messages.at(-1);
    if (message === undefined) return html`<p class="dim">Last message: none yet</p>`;
    const { at, topic, text, bytes } = message;
    return html`
      <p>
        <span><span class="dim">Last message: ${timeOfDay(at)}</span> <code class="topic">${topic.slice(0, mostShown)}</code></span>
        <code>${text?.slice(0, mostShown) ?? `${bytes} bytes that are not text`}</code>
      </p>
    `;
  }
}

customElements.define("ding-last-message", DingLastMessage);
