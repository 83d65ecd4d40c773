/** The built node at ejabberd. */
import { engines } from "./engines.ts";
import { suite } from "./suite.ts";

suite(engines.ejabberd);
