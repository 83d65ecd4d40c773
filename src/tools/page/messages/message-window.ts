/** Which messages a list shows: the latest of those that a filter lets through, up to a number that keeps the page quick. */
import { topicMatches } from "../../mqtt/topic-matches.ts";

interface Listed {
  number: number;
  topic: string;
}

export interface MessageView {
  /** Hide what does not match. */
  hide: boolean;
  /** Messages up to this number are cleared away. */
  cleared: number;
  /** The most that are shown. */
  most: number;
}

export interface MessageWindow<Message> {
  /** In the order in which they came. */
  shown: Message[];
  /** There are older ones. */
  hasOlder: boolean;
}

/** Remembers which topics match, for there are few topics and many messages. */
export class TopicMatcher {
  private readonly _filter: string | undefined;
  private readonly _known = new Map<string, boolean>();

  /** @param filter a valid one; undefined: all match */
  constructor(filter: string | undefined) {
    this._filter = filter;
  }

  matches(topic: string): boolean {
    if (this._filter === undefined) return true;
    const known = this._known.get(topic);
    if (known !== undefined) return known;
    const matches = topicMatches(this._filter, topic);
    // Topics can be made up without end.
    if (this._known.size > 5000) this._known.clear();
    this._known.set(topic, matches);
    return matches;
  }
}

export function windowOf<Message extends Listed>(messages: readonly Message[], view: MessageView, matcher: TopicMatcher): MessageWindow<Message> {
  const shown: Message[] = [];
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const message = messages[index];
    if (message === undefined || message.number <= view.cleared) break;
    if (view.hide && !matcher.matches(message.topic)) continue;
    if (shown.length === view.most) return { shown: shown.reverse(), hasOlder: true };
    shown.push(message);
  }
  return { shown: shown.reverse(), hasOlder: false };
}
