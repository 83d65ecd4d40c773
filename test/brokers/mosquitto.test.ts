/** The built node at Mosquitto. */
import { engines } from "./engines.ts";
import { suite } from "./suite.ts";

suite(engines.mosquitto);
