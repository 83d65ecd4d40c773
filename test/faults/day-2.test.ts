/** A day of random faults at seed 2. */
import { dayAt } from "./day-at.ts";

dayAt(2);
