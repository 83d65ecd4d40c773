/** The built node at NATS: three servers behind HAProxy. */
import { engines } from "./engines.ts";
import { suite } from "./suite.ts";

suite(engines.nats);
