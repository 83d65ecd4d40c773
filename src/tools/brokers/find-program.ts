/** Where a program is installed. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The path of a program, or undefined. Debian keeps servers in /usr/sbin, which is not in everybody's PATH. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/bin", "/usr/sbin", "/usr/local/sbin"];
  return folders
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
