/**
 * The Storage file with the document for Home Assistant: lines that say whom it is for and where it goes, then the document in
 * one line. A computer writes it (src/tools/home-assistant), the node publishes it.
 */

export const discoveryFile = "ding.ha";

/** The lines. */
export const enum Line {
  /** "ha1", and a byte that is erased until the broker has the document. */
  Head,
  /** Prefix, base and node that the document is made for: of another node it is withdrawn. */
  Prefix,
  Base,
  Node,
  Topic,
  /** Topic of a document that this one replaces; "" for none. */
  OldTopic,
  Document,
}

/** Where the byte is that says whether the broker has the document: erased flash takes one value once. */
export const publishedAt = 3;
export const publishedMark = ".";
export const notPublished = "ha1\xff";
