/**
 * Runs before each of our commands, in plain JavaScript that any Node can read: an old Node fails at the first thing it
 * lacks, with a stack trace that does not say so. Its own syntax is older than any Node in use.
 */
"use strict";

var needed = "20.19";

function isOlder(version, than) {
  var have = version.split(".").map(Number);
  var want = than.split(".").map(Number);
  return have[0] < want[0] || (have[0] === want[0] && have[1] < want[1]);
}

var version = process.versions.node;
if (isOlder(version, needed)) {
  console.error("needs Node " + needed + " or newer, this is " + version.split(".").slice(0, 2).join(".") + "; get a newer one from https://nodejs.org");
  process.exit(1);
}
