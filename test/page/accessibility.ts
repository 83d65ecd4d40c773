/** What axe-core finds on a page that would keep somebody from using it. */
import axe from "axe-core";
import type { Page } from "playwright-core";

/** Its serious and critical findings, each with the elements that it names; shadow roots are looked into. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help}: ${target.flat().join(" ")}`));
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}
