/** The page: connects to the simulator that served it, and shows it. */
import { Simulator } from "./simulator.ts";
import { DingApp } from "./app.ts";
import { loadAgainForNewToken, takeToken } from "./token.ts";

const token = takeToken();
loadAgainForNewToken();
const app = document.querySelector("ding-app");
if (app instanceof DingApp) app.simulator = new Simulator(token);
