/** Where the parts of the board's picture lie, and how it scales. */
import { css, unsafeCSS } from "lit";
import { places, scene, type Point } from "../../board/wires.ts";

/** The knob's centre and the reach of its handle, from the potentiometer's corner. */
const knob = { x: 37.5, y: 31, radius: 29 };

function at({ x, y }: Point): ReturnType<typeof unsafeCSS> {
  return unsafeCSS(`left: ${x}px; top: ${y}px;`);
}

const width = unsafeCSS(`${scene.width}px`);
const height = unsafeCSS(`${scene.height}px`);

export const boardStyles = css`
  .stage {
    --scale: 1;
    height: calc(${height} * var(--scale));
    overflow: hidden;
    border-radius: 8px;
    background: light-dark(transparent, #2c333e);
  }
  .scene {
    position: relative;
    width: ${width};
    height: ${height};
    /* Not a transform: Chromium leaves SVG texts where they were before it. */
    zoom: var(--scale);
  }
  .parts > * {
    position: absolute;
  }
  wokwi-esp32-devkit-v1 {
    ${at(places.board)}
  }
  wokwi-potentiometer {
    ${at(places.potentiometer)}
  }
  wokwi-resistor {
    ${at(places.resistor)}
  }
  wokwi-led {
    ${at(places.led)}
  }
  wokwi-pushbutton {
    ${at(places.button)}
  }
  .press {
    position: absolute;
    ${at(places.button)}
    width: 67px;
    height: 45px;
    padding: 0;
    border: 0;
    border-radius: 8px;
    background: none;
    touch-action: none;
    user-select: none;
    -webkit-user-select: none;
    -webkit-touch-callout: none;
  }
  .press:hover {
    background: color-mix(in srgb, var(--accent) 14%, transparent);
  }
  .knob-handle {
    position: absolute;
    ${at({ x: places.potentiometer.x + knob.x - knob.radius, y: places.potentiometer.y + knob.y - knob.radius })}
    width: ${unsafeCSS(`${2 * knob.radius}px`)};
    height: ${unsafeCSS(`${2 * knob.radius}px`)};
    border-radius: 50%;
    cursor: grab;
    touch-action: none;
  }
  .hint {
    margin: 6px 0 10px;
    font-size: 0.85rem;
  }
  kbd {
    font: inherit;
    border: 1px solid var(--line);
    border-radius: 4px;
    padding: 0 4px;
  }
  .controls {
    display: grid;
    gap: 10px;
  }
  .light-slider {
    display: grid;
    grid-template-columns: auto 1fr auto;
    gap: 10px;
    align-items: center;
  }
  .light-slider input {
    padding: 0;
    min-width: 0;
    accent-color: var(--accent);
  }
  output {
    font-variant-numeric: tabular-nums;
  }
`;
