/** JSON that people write: a mistake is told by line and column, without showing what stands there. */
import { parse, printParseErrorCode, visit, type ParseError } from "jsonc-parser";
import { decodeText } from "./text-encoding.ts";
import { isObject, type JsonObject } from "../../firmware/validate.ts";

/** U+FFFD, which decoders substitute for invalid bytes. An editor may already have saved it in the file. */
const notText = "\ufffd";

export class JsonError extends Error {
  override name = "JsonError";
}

/**
 * An object in a file's JSON, in UTF-8 or UTF-16.
 * @throws {JsonError} with the line and the column of a mistake
 */
export function parseJsonFile(bytes: Uint8Array): JsonObject {
  const text = decodeText(bytes);
  const at = text.indexOf(notText);
  // Which of the one-byte encodings it is cannot be told, and a wrong guess would be a wrong name or password.
  if (at >= 0) throw new JsonError(`is not in UTF-8 (${placeOf(text, at)}), but perhaps in Windows-1252: save it as UTF-8, which editors offer when saving`);
  return parseJson(text);
}

/**
 * An object in JSON.
 * @throws {JsonError} with the line and the column of a mistake
 */
export function parseJson(text: string): JsonObject {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { disallowComments: true, allowEmptyContent: false });
  const [first] = errors;
  if (first) throw new JsonError(`is not JSON: ${inWords(first)} in ${placeOf(text, first.offset)}`);
  if (!isObject(value)) throw new JsonError("must hold an object, {...}");
  visit(text, {
    // The parser treats it as the object's prototype, so it would not show up among the keys.
    onObjectProperty: (name, offset) => {
      if (name === "__proto__") throw new JsonError(`there is no key "__proto__" (${placeOf(text, offset)})`);
    },
  });
  return value;
}

/** "CommaExpected" -> "comma expected" */
function inWords({ error }: ParseError): string {
  return printParseErrorCode(error)
    .replace(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase();
}

function placeOf(text: string, offset: number): string {
  const lines = text.slice(0, offset).split("\n");
  return `line ${lines.length}, column ${(lines.at(-1) ?? "").length + 1}`;
}
