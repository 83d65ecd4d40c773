/** What to do about a board, in the words of the page. */
import { commandLineAdvice, type Advice } from "../../board-session/advice.ts";

export const pageAdvice: Advice = {
  ...commandLineAdvice,
  interpreter: 'If Espruino is not on the board yet, put it there: "Put Espruino on a blank chip", below',
  newerInterpreter: '"Put Espruino on a blank chip", below, installs a newer one',
  anotherPort: "If the board is on another port, disconnect and choose that one",
  anotherSpeed: (baud) => `If Espruino uses another speed than ${baud}: npm run flash -- --baud <n>`,
  unlock: 'give its password under "Password of the console", and connect again',
  lookAtConsole: "see what its console says, below",
  changeWifi: "Change network or password in the form, and set it up again",
  changeBroker: "Change the broker in the form, and set it up again",
  giveWifi: "fill in the network",
  giveWifiPassword: 'fill it in, or tick "The network has no password"',
  giveBroker: "fill in the broker",
  giveBrokerPassword: "fill it in, under the user name",
  allowReplacing: 'tick "Replace another program", if you mean it',
  keepBluetooth: "whoever needs it puts the node on the board by the command line",
  slower: "the lower speed",
};
