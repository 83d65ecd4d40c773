/**
 * In place of @espruino-tools/uart in the page's build: the controller gets a UART of ours (board-session/controller.ts), and
 * the package's own injects styles when it is loaded, which the page's policy forbids.
 */
export const uart = undefined;
