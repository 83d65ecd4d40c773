/** A mistake in what is built: each line is `file:line:column: what is wrong`. */
export class BuildError extends Error {
  override name = "BuildError";
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join("\n"));
    this.lines = lines;
  }
}
