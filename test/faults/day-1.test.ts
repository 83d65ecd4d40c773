/** A day of random faults at seed 1. */
import { dayAt } from "./day-at.ts";

dayAt(1);
