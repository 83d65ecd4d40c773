/** JSON that people write: a mistake is told by line and column, without showing what stands there. */
import { parse, printParseErrorCode, type ParseError } from "jsonc-parser";
import { isObject, type JsonObject } from "../../firmware/validate.ts";

export class JsonError extends Error {
  override name = "JsonError";
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
  return value;
}

/** "CommaExpected" -> "comma expected" */
function inWords({ error }: ParseError): string {
  return printParseErrorCode(error).replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}

function placeOf(text: string, offset: number): string {
  const lines = text.slice(0, offset).split("\n");
  return `line ${lines.length}, column ${(lines.at(-1) ?? "").length + 1}`;
}
