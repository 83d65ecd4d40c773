/** Presses the buttons of boards: one finger, which releases what it has pressed even if another board was selected meanwhile. */
import type { ButtonConfig } from "../../../../firmware/button.ts";
import { Contact } from "../../board/contact.ts";
import type { Simulator } from "../simulator.ts";

export class Finger {
  /** Whether the contacts bounce that it moves. */
  bouncing = false;
  /** By board and pin. */
  private readonly _contacts = new Map<string, Contact>();
  private _held: Contact | undefined;

  press(simulator: Simulator | undefined, node: string, { pin, activeLow }: Pick<ButtonConfig, "pin" | "activeLow">): void {
    if (simulator === undefined) return;
    const key = `${node} ${pin}`;
    // A closed contact connects the pin to the level that the node takes for "pressed".
    const contact = this._contacts.get(key) ?? new Contact((closed) => simulator.drive(node, pin, closed === activeLow ? 0 : 1));
    this._contacts.set(key, contact);
    this._held = contact;
    this._move(contact, true);
  }

  release(): void {
    if (this._held !== undefined) this._move(this._held, false);
    this._held = undefined;
  }

  private _move(contact: Contact, closed: boolean): void {
    contact.bouncing = this.bouncing;
    contact.move(closed);
  }
}
