/** The page: connects to the simulator that served it, and shows it. */
import { Simulator } from "./simulator.ts";
import { DingApp } from "./app.ts";

const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
const app = document.querySelector("ding-app");
if (app instanceof DingApp) app.simulator = new Simulator(token);
