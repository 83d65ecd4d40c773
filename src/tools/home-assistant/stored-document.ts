/** The document for Home Assistant as it lies on a board: src/firmware/discovery-file.ts. */
import { decodeUtf8, encodeUtf8 } from "../../../board/shared/byte-text.ts";
import type { Config } from "../../firmware/config.ts";
import { Line, notPublished } from "../../firmware/discovery-file.ts";
import { defaultName } from "../../firmware/identity.ts";
import { UserError } from "../command-line/user-error.ts";
import { discoveryDocument, discoveryTopic } from "./document.ts";

/** Bytes. The node sends the document as one packet, which is in its memory for a moment. */
const longestDocument = 10_000;

/** The configuration with its texts as this computer has them. */
export function decodedConfig(config: Config): Config {
  return JSON.parse(decodeUtf8(JSON.stringify(config))) as Config;
}

/**
 * The bytes of the file; undefined when discovery is off: what the board has then is withdrawn by the node itself.
 * @param config as the node uses it, its texts as bytes
 * @param serial the chip's, for a node without a name
 * @param onBoard the file that the board has
 * @throws {UserError} when the document is too long
 */
export function storedDocument(config: Config, serial: string, version: string, onBoard: string | undefined): string | undefined {
  if (config.discovery === "") return undefined;
  const decoded = decodedConfig(config);
  const { discovery, base } = decoded;
  const node = decoded.node || defaultName(serial);
  const topic = discoveryTopic(discovery, node);
  const document = encodeUtf8(JSON.stringify(discoveryDocument(decoded, node, version)));
  if (document.length > longestDocument) {
    throw new UserError(
      `the document for Home Assistant would have ${document.length} bytes, and ${longestDocument} fit: configure fewer parts, or shorter names`,
    );
  }
  const lines = [notPublished, ...[discovery, base, node, topic].map(encodeUtf8), replaced(onBoard, encodeUtf8(topic)), document];
  const bytes = lines.join("\n");
  return onBoard !== undefined && unmarked(onBoard) === bytes ? onBoard : bytes;
}

/** The topic of a document on the board that goes to another one now. */
function replaced(onBoard: string | undefined, topic: string): string {
  const lines = onBoard?.split("\n") ?? [];
  const old = lines[Line.Topic] ?? "";
  // One that was never published may still owe the removal of its predecessor.
  return old === topic || old === "" ? (lines[Line.OldTopic] ?? "") : old;
}

/** The file as it was before it was published. */
function unmarked(file: string): string {
  return notPublished + file.slice(notPublished.length);
}
