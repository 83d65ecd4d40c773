/**
 * The token that the simulator gives away with the page's address. It is taken out of there at once: addresses are seen on a
 * projector, copied, and kept in the browser's history.
 */

const key = "ding.token";

/** From the page's address, or what an earlier load of this tab has kept; "" when there is none. */
export function takeToken(): string {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  try {
    if (given === null) return sessionStorage.getItem(key) ?? "";
    sessionStorage.setItem(key, given);
    history.replaceState(null, "", location.pathname + location.search);
  } catch {
    // The browser keeps nothing for pages: then the address must, or the page could not be loaded again.
  }
  return given ?? "";
}

/** The address of a new start, opened in this tab, differs behind the # alone, for which no browser loads a page again. */
export function loadAgainForNewToken(): void {
  addEventListener("hashchange", () => {
    if (location.hash.startsWith("#token=")) location.reload();
  });
}
