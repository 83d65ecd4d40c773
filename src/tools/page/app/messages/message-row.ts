/** One message of the list. */
import { css, html, nothing, type TemplateResult } from "lit";
import type { Remark } from "../../../mqtt/sequence-check.ts";
import { timeOfDay } from "../../messages/time-of-day.ts";
import type { ListedMessage } from "../simulator.ts";
import { payload, payloadStyles } from "./payload.ts";

export interface RowView {
  remark: Remark | undefined;
  /** It matches the filter, if there is one. */
  isMatch: boolean;
  /** The arrow keys are at this row. */
  isActive: boolean;
  copy: () => void;
}

export function messageRow(message: ListedMessage, { remark, isMatch, isActive, copy }: RowView): TemplateResult {
  const time = timeOfDay(message.at);
  return html`
    <div
      role="article"
      class="message ${isMatch ? "match" : ""}"
      data-number=${message.number}
      tabindex=${isActive ? 0 : -1}
      aria-label="${time} ${message.topic}"
    >
      <div class="head">
        <time class="dim">${time}</time>
        <code class="topic">${message.topic}</code>
        <span class="mark">QoS ${message.qos}</span>
        ${message.retained ? html`<span class="mark retained" title="the broker keeps it for later subscribers">retained</span>` : nothing}
        ${remark === undefined ? nothing : html`<span class="mark ${remark.kind}">${remark.text}</span>`}
        <button class="copy" tabindex=${isActive ? 0 : -1} aria-label="Copy this message" @click=${copy}>Copy</button>
      </div>
      ${payload(message, isActive)}
    </div>
  `;
}

/** A message as a line of text. */
export function messageLine({ at, topic, text, bytes, qos, retained }: ListedMessage): string {
  return `${timeOfDay(at)} ${topic} ${text ?? `(${bytes} bytes that are not text)`} [QoS ${qos}${retained ? ", retained" : ""}]`;
}

export const rowStyles = css`
  ${payloadStyles}
  .message {
    padding: 4px 8px;
    border-left: 4px solid transparent;
    border-bottom: 1px solid var(--line);
    contain: content;
  }
  .message.match {
    border-left-color: var(--accent);
    background: var(--mark);
  }
  .message.match :is(.payload, .text, .word, .number, .dim) {
    color: var(--text);
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 10px;
  }
  time {
    font-variant-numeric: tabular-nums;
    font-size: 0.86rem;
  }
  .topic {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .mark {
    border: 1px solid var(--line);
    border-radius: 9px;
    padding: 0 7px;
    font-size: 0.8rem;
  }
  .mark.retained {
    border-color: var(--accent);
  }
  .mark:is(.repeat, .late) {
    border-color: var(--warn);
    color: var(--warn);
  }
  .mark.gap {
    border-color: var(--bad);
    color: var(--bad);
    font-weight: 600;
  }
  .message.match .mark {
    color: var(--text);
  }
  .copy {
    margin-left: auto;
    min-height: 26px;
    padding: 0 8px;
    font-size: 0.8rem;
    opacity: 0;
  }
  :is(.message:hover, .message:focus-within) .copy,
  .message:focus-visible .copy {
    opacity: 1;
  }
  @media (max-width: 600px) {
    .topic {
      order: 1;
      flex-basis: 100%;
    }
  }
  @media (hover: none) {
    .copy {
      opacity: 1;
    }
  }
`;
