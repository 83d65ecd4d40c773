/** Text that somebody else has made as long as he liked, cut to what a person reads. */

/** The text, or its first `most` characters and how many follow. */
export function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}... (${text.length - most} more)`;
}
