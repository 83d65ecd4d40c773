/** What a topic filter means, or what is wrong with it, in a sentence for someone who is learning MQTT's wildcards. */
import { filterFault } from "../../mqtt/topic-faults.ts";
import { topicMatches } from "../../mqtt/topic-matches.ts";

export interface Explanation {
  /** False: MQTT does not allow the filter. */
  valid: boolean;
  text: string;
  /** A filter that may have been meant; undefined when there is nothing to suggest. */
  suggestion: string | undefined;
}

/**
 * @param filter as it was typed
 * @param topics some that are in use: a filter that misses all of them by a slash or a capital letter is told so
 */
export function explainFilter(filter: string, topics: readonly string[] = []): Explanation {
  const fault = filterFault(filter);
  const valid = fault === undefined;
  const [, , quoted] = /^(['"])(.*)\1$/s.exec(filter.trim()) ?? [];
  // A shell wants them, and takes them away.
  if (quoted !== undefined) return { valid, text: "The quotes are part of the filter here: leave them out.", suggestion: repaired(quoted) };
  if (!valid) return { valid, text: `This is not a topic filter: ${fault}.`, suggestion: repaired(filter) };
  if (filter !== filter.trim() && !topics.some((topic) => topicMatches(filter, topic))) {
    return { valid, text: "It begins or ends with a blank, and a blank belongs to the level it stands in.", suggestion: repaired(filter) };
  }
  const near = nearMiss(filter, topics);
  return { valid: true, text: [meaning(filter), near?.text ?? ""].join(" ").trim(), suggestion: near?.suggestion };
}

/** The nearest valid filter: wildcards get levels of their own, nothing follows #, and no blanks are around it. */
function repaired(filter: string): string | undefined {
  const levels: string[] = [];
  for (const level of filter.trim().split("/")) {
    if (level.includes("#")) {
      const before = level.slice(0, level.indexOf("#")).replaceAll("+", "");
      levels.push(...(before === "" ? [] : [before]), "#");
      break;
    }
    levels.push(level.includes("+") ? "+" : level);
  }
  const suggestion = levels.join("/");
  return filterFault(suggestion) === undefined ? suggestion : undefined;
}

function meaning(filter: string): string {
  const levels = filter.split("/");
  const last = levels.length - 1;
  const rest = levels[last] === "#";
  const fixed = rest ? levels.slice(0, -1) : levels;
  const wild = levels[0] === "#" || levels[0] === "+" ? " Topics that begin with $ are left out: they must be named." : "";
  if (fixed.length === 0) return `Matches every topic.${wild}`;
  if (!rest && !fixed.includes("+")) return `Matches this one topic${fixed.length > 1 ? `, of ${fixed.length} levels` : ""}.${oddLevels(levels)}`;
  const parts = fixed.map((level) => (level === "+" ? "any one level" : level === "" ? "an empty level" : level));
  const end = rest ? ", then nothing more or any levels below" : "";
  return `Matches topics of ${rest ? "at least " : ""}${count(fixed.length)}: ${parts.join(", ")}${end}.${oddLevels(levels)}${wild}`;
}

/** Slashes where people do not see a level. */
function oddLevels(levels: readonly string[]): string {
  const inner = levels.slice(1, -1).includes("");
  return [
    levels.length > 1 && levels[0] === "" ? " The leading slash is a level of its own, an empty one." : "",
    inner ? " Two slashes in a row have an empty level between them." : "",
    levels.length > 2 && levels.at(-1) === "" ? " The slash at the end adds an empty level." : "",
  ].join("");
}

function nearMiss(filter: string, topics: readonly string[]): { text: string; suggestion: string | undefined } | undefined {
  const matches = (candidate: string): boolean => filterFault(candidate) === undefined && topics.some((topic) => topicMatches(candidate, topic));
  if (topics.length === 0 || matches(filter)) return undefined;
  const slashed = `/${filter}`;
  if (matches(slashed))
    return { text: "It matches none of the topics here, which begin with a slash: the leading slash is a level of its own.", suggestion: slashed };
  const unslashed = filter.slice(1);
  if (filter.startsWith("/") && matches(unslashed)) {
    return { text: "It matches none of the topics here, which do not begin with a slash: the leading slash is a level of its own.", suggestion: unslashed };
  }
  const shorter = filter.slice(0, -1);
  if (filter.endsWith("/") && matches(shorter)) return { text: "It matches none of the topics here, which have no slash at the end.", suggestion: shorter };
  if (filter.includes("*")) {
    const candidates = [filter.replace(/\*[^/]*$/, "#"), filter].map((each) => each.replaceAll(/[^/]*\*[^/]*/g, "+"));
    return { text: "* is not a wildcard in MQTT: + stands for one level, # at the end for all that follow.", suggestion: candidates.find(matches) };
  }
  const lower = filter.toLowerCase();
  if (topics.some((topic) => topicMatches(lower, topic.toLowerCase()))) {
    const suggestion = matches(lower) ? lower : undefined;
    return { text: "It matches none of the topics here: capital and small letters differ.", suggestion };
  }
  const below = `${filter.replace(/\/$/, "")}/#`;
  if (matches(below)) return { text: "It matches none of the topics here. Those below it need a wildcard.", suggestion: below };
  if (matches(`/${below}`)) {
    return { text: "It matches none of the topics here, which begin with a slash, and those below it need a wildcard.", suggestion: `/${below}` };
  }
  return undefined;
}

function count(levels: number): string {
  return `${levels} level${levels === 1 ? "" : "s"}`;
}
