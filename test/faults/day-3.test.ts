/** A day of random faults at seed 3. */
import { dayAt } from "./day-at.ts";

dayAt(3);
