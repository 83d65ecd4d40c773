/** Presses the buttons of boards: one finger, which releases what it has pressed even if another board was selected meanwhile. */
import { Contact } from "../../board/contact.ts";
import type { Simulator } from "../simulator.ts";

export class Finger {
  /** Whether the contacts bounce that it moves. */
  bouncing = false;
  private readonly _contacts = new Map<string, Contact>();
  private _held: Contact | undefined;

  press(simulator: Simulator | undefined, node: string | undefined): void {
    const button = simulator?.hello?.nodes.find((each) => each.node === node)?.button;
    if (simulator === undefined || node === undefined || button === undefined) return;
    // A closed contact connects the pin to the level that the node takes for "pressed".
    const contact = this._contacts.get(node) ?? new Contact((closed) => simulator.drive(node, button.pin, closed === button.activeLow ? 0 : 1));
    this._contacts.set(node, contact);
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
