/** Handles CONNACK in MQTT 5, where properties follow flags and reason code. */
import { accept, handleConnack, refuse } from "./connack.ts";
import { obeyLimits } from "./limits.ts";
import { Property, readProperties } from "./properties.ts";
import { explain, ReasonCode } from "./reason-codes.ts";
import type { ClientState, Session } from "./types.ts";
import { fallBack, rememberVersion } from "./version.ts";

/** Returns what is wrong with the packet; "" if it is valid. */
export function handleConnackOf5(client: ClientState, body: string): string {
  const flags = body.charCodeAt(0);
  const code = body.charCodeAt(1);
  if (body.length === 2) return handleOldConnack(client, flags, code);
  const properties = readProperties(body, 2, connackProperties());
  if (flags > 1 || !properties || properties.end !== body.length) return "CONNACK";
  if (code === ReasonCode.UnsupportedVersion && fallBack(client)) return "";
  if (code) {
    refuse(client, code, "refused: " + explain(code, properties));
    return "";
  }
  const session: Session = { sessionPresent: flags === 1 };
  if (session.sessionPresent && client._isClean) return "a session, although a new one was requested"; // [MQTT5-3.2.2-4]
  const clientId = properties[Property.AssignedClientId] as string | undefined;
  if (clientId !== undefined) session.clientId = clientId;
  rememberVersion(client);
  obeyLimits(client, properties);
  accept(client, session);
  return "";
}

/** A broker that does not speak MQTT 5 answers in the form of 3.1.1, and not always with the code that says so. */
function handleOldConnack(client: ClientState, flags: number, code: number): string {
  if (fallBack(client)) return "";
  return code ? handleConnack(client, flags, code) : "CONNACK without properties";
}

/** A function, so that the list is in RAM only while it is needed. */
function connackProperties(): Property[] {
  return [
    Property.SessionExpiry,
    Property.ReceiveMaximum,
    Property.MaximumQos,
    Property.RetainAvailable,
    Property.MaximumPacketSize,
    Property.AssignedClientId,
    Property.TopicAliasMaximum,
    Property.ReasonString,
    Property.WildcardAvailable,
    Property.SubscriptionIdentifierAvailable,
    Property.SharedAvailable,
    Property.ServerKeepAlive,
    Property.ResponseInformation,
    Property.ServerReference,
  ];
}
