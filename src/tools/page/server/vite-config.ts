/** How Vite builds the page. */
import path from "node:path";
import type { InlineConfig } from "vite";
import { projectFolder } from "../../node-build/build-cache.ts";

/** The settings of a build into the folder `outDir`. No file beside the sources changes them. */
export function viteConfig(outDir: string): InlineConfig {
  return {
    configFile: false,
    envDir: false,
    publicDir: false,
    root: path.join(projectFolder, "src/tools/page/app"),
    base: "./",
    // What goes wrong is thrown.
    logLevel: "silent",
    // As for production, whatever NODE_ENV says: tests set it, and share the builds.
    define: { "process.env.NODE_ENV": '"production"' },
    resolve: {
      conditions: ["module", "browser", "production"],
      alias: { "@espruino-tools/uart": path.join(projectFolder, "src/tools/page/app/real-board/no-uart.ts") },
    },
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2023",
      // The page's Content-Security-Policy allows files only, neither inline scripts nor data: addresses for code.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // It never leaves this computer, and an error in the browser's console should be readable.
      minify: false,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 10_000,
      rolldownOptions: {
        // Code that page and command line share uses Node's Buffer.
        transform: { inject: { Buffer: ["buffer", "Buffer"] } },
      },
    },
  };
}
