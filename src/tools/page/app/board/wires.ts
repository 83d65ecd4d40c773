/** The wires and the pins' names, drawn in SVG between the parts. */
import { css, svg, type TemplateResult } from "lit";
import type { Point } from "../../board/places.ts";
import type { BoardPin } from "../../board/board-pin.ts";
import { polyline, type Wiring } from "../../board/wires.ts";

function renderPin({ pin, x, y, side, onHeader }: BoardPin, bootButton: Point): TemplateResult {
  const label = side === "left" ? x - 9 : x + 6;
  // GND and 3V3 are neighbours.
  const height = pin === "3V3" ? y + 9 : y - 3;
  return svg`
    ${onHeader ? "" : svg`<line class="trace" x1=${bootButton.x} y1=${bootButton.y} x2=${x} y2=${y} />`}
    <circle class=${onHeader ? "pin" : "pin extra"} cx=${x} cy=${y} r="2.6" />
    <text x=${label} y=${height} text-anchor=${side === "left" ? "end" : "start"}>${pin.replace(/\.\d$/, "")}</text>
  `;
}

/** @param isBootPressed whether the pin of the BOOT button is at the level of a button that is pressed */
export function renderWires({ places, wires, pins, joints, labels }: Wiring, isBootPressed: boolean): TemplateResult {
  const { width, height, bootButton } = places;
  return svg`
    <svg class="wires" viewBox="0 0 ${width} ${height}" width=${width} height=${height} aria-hidden="true">
      ${wires.map(({ carries, points }) => svg`<polyline class="edge" points=${polyline(points)} /><polyline class=${carries} points=${polyline(points)} />`)}
      ${joints.map(({ x, y }) => svg`<circle class="joint" cx=${x} cy=${y} r="3" />`)}
      ${pins.map((pin) => renderPin(pin, bootButton))}
      ${
        pins.some(({ onHeader }) => !onHeader)
          ? svg`<circle class=${isBootPressed ? "boot down" : "boot"} cx=${bootButton.x} cy=${bootButton.y} r="7" />
              <text class="on-board" x=${bootButton.x} y=${bootButton.y - 12} text-anchor="middle">BOOT</text>`
          : ""
      }
      ${labels.map(({ text, x, y, anchor }) => svg`<text x=${x} y=${y} text-anchor=${anchor}>${text}</text>`)}
    </svg>
  `;
}

export const wireStyles = css`
  .wires {
    position: absolute;
    inset: 0;
    pointer-events: none;
  }
  .wires text {
    font:
      9.5px system-ui,
      sans-serif;
    fill: var(--text);
    paint-order: stroke;
    stroke: var(--card);
    stroke-width: 3px;
    stroke-linejoin: round;
  }
  .wires text.on-board {
    fill: #fff;
    stroke: none;
    font-size: 7px;
  }
  polyline {
    fill: none;
    stroke-width: 2.5;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  polyline.edge {
    stroke: var(--card);
    stroke-width: 5;
  }
  .ground {
    stroke: light-dark(#2b2f36, #aab2bd);
  }
  .joint {
    fill: light-dark(#2b2f36, #aab2bd);
  }
  .power {
    stroke: light-dark(#d0312d, #ff6b62);
  }
  .button {
    stroke: light-dark(#1e8e4e, #4fc985);
  }
  .led {
    stroke: light-dark(#c2620a, #ff9f45);
  }
  .light {
    stroke: light-dark(#2f6fd0, #78aefc);
  }
  .pin {
    fill: #d1c479;
    stroke: #1a1a1a;
    stroke-width: 0.6;
  }
  .trace {
    stroke: #d1c479;
    stroke-width: 1;
    stroke-dasharray: 2 1.5;
  }
  .boot {
    fill: none;
    stroke: #ffdc8e;
    stroke-width: 1.4;
  }
  .boot.down {
    fill: #ffdc8e88;
  }
`;
