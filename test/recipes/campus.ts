/** The two brokers of the recipe with a bridge, as its README sets them up; only ports and the campus's name differ. */
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { BrokerAddress } from "../../src/tools/mqtt/broker-address.ts";
import { Mosquitto } from "../interop/mosquitto.ts";
import { copyRecipe, listings, passwordOf, recipeFile, replaceAll, sameUser, shell } from "./recipe.ts";
import { installed } from "./requirements.ts";

/** The name in the recipe, and the one that this computer answers to. */
const campusName = "mqtt.campus.example";
const thisComputer = "localhost";

export interface Campus {
  broker: Mosquitto;
  /** With the authority's certificate, and the passwords. */
  folder: string;
  as: (account: string) => BrokerAddress;
  /** A listing of the README, for this campus. */
  here: (listing: string) => string;
}

/** @param certifiedFor the name in its certificate */
export async function openCampus(certifiedFor = thisComputer): Promise<Campus> {
  const folder = copyRecipe("bridge");
  const [makeCertificates = "", makeAccounts = ""] = listings("bridge", "On the campus");
  await shell(replaceAll(makeCertificates, { [campusName]: certifiedFor }), folder);
  await shell(makeAccounts, folder);
  const configuration = readFileSync(path.join(folder, "campus.conf"), "utf8");
  const broker = await Mosquitto.startIn(
    folder,
    (port) => replaceAll(configuration, { "listener 8883": `listener ${port} ${thisComputer}` }) + sameUser,
    installed(),
  );
  const { port } = broker.address;
  return {
    broker,
    folder,
    as: (account) => ({
      host: thisComputer,
      port,
      username: account,
      password: passwordOf(account, folder),
      tls: true,
      ca: path.join(folder, "ca.crt"),
    }),
    here: (listing) => replaceAll(listing, { [`-h ${campusName} -p 8883`]: `-h ${thisComputer} -p ${port}` }),
  };
}

/** The classroom's broker, with the bridge to this campus. @param authority the folder that its ca.crt comes from */
export async function openClassroom(campus: Campus, authority = campus.folder): Promise<Mosquitto> {
  return startClassroom(campus, await classroomFolder(campus, authority));
}

/** The same with an account for each node, from the recipe for that. */
export async function openGuardedClassroom(campus: Campus): Promise<{ broker: Mosquitto; as: (account: string) => BrokerAddress }> {
  const folder = await classroomFolder(campus, campus.folder);
  const [makeAccounts = ""] = listings("accounts", "Make the accounts");
  await shell(makeAccounts, folder);
  writeFileSync(path.join(folder, "acl"), recipeFile("accounts", "acl"));
  const guards = recipeFile("accounts", "mosquitto.conf").match(/^(allow_anonymous|password_file|acl_file|use_username_as_clientid) .*$/gm) ?? [];
  const broker = await startClassroom(campus, folder, { "allow_anonymous true": guards.join("\n") });
  return { broker, as: (account) => ({ ...broker.address, username: account, password: passwordOf(account, folder) }) };
}

async function classroomFolder(campus: Campus, authority: string): Promise<string> {
  const folder = copyRecipe("bridge");
  copyFileSync(path.join(authority, "ca.crt"), path.join(folder, "ca.crt"));
  copyFileSync(path.join(campus.folder, "handout"), path.join(folder, "handout"));
  const [setPassword = ""] = listings("bridge", "In the classroom");
  await shell(setPassword, folder);
  return folder;
}

function startClassroom(campus: Campus, folder: string, changes: Readonly<Record<string, string>> = {}): Promise<Mosquitto> {
  const configuration = readFileSync(path.join(folder, "classroom.conf"), "utf8");
  const address = { [`address ${campusName}:8883`]: `address ${thisComputer}:${campus.broker.address.port}` };
  return Mosquitto.startIn(
    folder,
    (port) => replaceAll(configuration, { "listener 1883": `listener ${port} 127.0.0.1`, ...address, ...changes }) + sameUser,
    installed(),
  );
}
