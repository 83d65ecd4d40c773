/** All that is needed once a board is connected, loaded only then. */
export { ConnectedBoard } from "../../real-board/connected-board.ts";
export { DingBoardPanel } from "./board-panel.ts";
export { DingEspruinoForm } from "./espruino-form.ts";
export { DingSetUp } from "./set-up.ts";
