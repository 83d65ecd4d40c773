/** The built node at aedes in this process. */
import { engines } from "./engines.ts";
import { suite } from "./suite.ts";

suite(engines.aedes);
