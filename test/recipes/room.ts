/** The broker of the recipe with accounts, with the accounts that its listing makes, and one more for the test. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import type { BrokerAddress } from "../../src/tools/mqtt/broker-address.ts";
import { Mosquitto } from "../interop/mosquitto.ts";
import { copyRecipe, listings, passwordOf, recipeFile, replaceAll, sameUser, shell } from "./recipe.ts";
import { installed } from "./requirements.ts";

export interface Room {
  broker: Mosquitto;
  /** The copy of the recipe, with the passwords. */
  folder: string;
  /** The broker, as this account. */
  as: (account: string) => BrokerAddress;
}

/** The rights that the test gives to its own account `observer`, to see what arrives. */
const observerRights = "\nuser observer\ntopic readwrite #\n";

/** @param acl the rights, if not those of the recipe */
export async function openRoom(acl = recipeFile("accounts", "acl")): Promise<Room> {
  const folder = copyRecipe("accounts");
  const [makeAccounts = ""] = listings("accounts", "Make the accounts");
  await shell(makeAccounts, folder);
  await shell("echo observer:watches >> handout; mosquitto_passwd -b passwords observer watches", folder);
  writeFileSync(path.join(folder, "acl"), acl + observerRights);
  const broker = await Mosquitto.startIn(folder, configuration, installed());
  return { broker, folder, as: (account) => ({ ...broker.address, username: account, password: passwordOf(account, folder) }) };
}

/** The recipe's configuration on this port. */
function configuration(port: number): string {
  return replaceAll(recipeFile("accounts", "mosquitto.conf"), { "listener 1883": `listener ${port} 127.0.0.1` }) + sameUser;
}
