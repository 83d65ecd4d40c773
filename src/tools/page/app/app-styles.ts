/** Where the parts of the page are: one column on a phone, three on a laptop, with more room for each on a projector. */
import { css } from "lit";

export const appStyles = css`
  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--gap);
    padding: var(--gap);
    max-width: 120rem;
    margin: 0 auto;
    box-sizing: border-box;
  }
  main > * {
    min-width: 0;
  }
  .stack {
    display: grid;
    gap: var(--gap);
    grid-template-columns: minmax(0, 1fr);
    grid-template-rows: auto 1fr;
  }
  /* A place without its part takes no room. */
  main :not(:defined) {
    display: none;
  }
  .refused {
    grid-column: 1 / -1;
    /* Seen wherever the page was scrolled to. */
    position: sticky;
    top: 8px;
    z-index: 1;
    margin: 0;
    padding: 8px var(--gap);
    border: 1px solid var(--bad);
    border-radius: 8px;
    color: var(--bad);
    background: var(--card);
  }
  @media (min-width: 760px) {
    main {
      grid-template-columns: repeat(2, minmax(0, 1fr));
    }
    .whole,
    .wide,
    ding-faults {
      grid-column: 1 / -1;
    }
  }
  @media (min-width: 1120px) {
    main {
      grid-template-columns: minmax(0, 1.25fr) minmax(0, 0.95fr) minmax(0, 0.95fr);
    }
    .wide {
      grid-column: span 2;
    }
    ding-faults {
      grid-column: auto;
    }
  }
`;
