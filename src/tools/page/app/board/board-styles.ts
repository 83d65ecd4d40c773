/** How the board's picture looks and scales. Where its parts lie is in board/places.ts. */
import { css, unsafeCSS } from "lit";

/** The knob's centre and the reach of its handle, from the potentiometer's corner. */
const knob = { x: 37.5, y: 31, radius: 29 };

export const boardStyles = css`
  .stage {
    --scale: 1;
    height: calc(var(--height) * var(--scale));
    overflow: hidden;
    border-radius: 8px;
    background: light-dark(transparent, #2c333e);
  }
  .scene {
    position: relative;
    width: var(--width);
    height: var(--height);
    /* Not a transform: Chromium leaves SVG texts where they were before it. */
    zoom: var(--scale);
  }
  .parts > * {
    position: absolute;
  }
  .knob-handle {
    position: absolute;
    margin: ${unsafeCSS(`${knob.y - knob.radius}px 0 0 ${knob.x - knob.radius}px`)};
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
