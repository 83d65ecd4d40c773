/**
 * Runs before each of our commands, in plain JavaScript that any Node can read: an old Node fails at the first thing it
 * lacks, with a stack trace that does not say so. Its own syntax is older than any Node in use.
 */
"use strict";

/** The first minor version of each major one that is enough, as in `engines` of package.json: what the dependencies take. */
var firstMinor = { 20: 19, 22: 13 };
/** From this major version on, each is enough. */
var firstMajor = 24;

function isEnough(version) {
  var parts = version.split(".").map(Number);
  return parts[0] >= firstMajor || parts[1] >= firstMinor[parts[0]];
}

var version = process.versions.node;
if (!isEnough(version)) {
  var wanted = "Node 20 (20.19 or newer), 22 (22.13 or newer), or 24 and newer";
  console.error("needs " + wanted + "; this is " + version.split(".").slice(0, 2).join(".") + "; get one from https://nodejs.org");
  process.exit(1);
}
