/** A finger on a button: mouse, touch, pen and keys press it, and whatever takes the finger away releases it. */
import type { ReactiveController, ReactiveControllerHost } from "lit";

const keys: readonly string[] = [" ", "Enter"];

/** Elements that need the space bar for themselves. */
const fields = "a[href], button, input, select, textarea, summary, [contenteditable], [tabindex]";

export class Hold implements ReactiveController {
  private readonly _move: (pressed: boolean) => void;
  private readonly _spaceAnywhere: () => boolean;
  private _pressed = false;
  /** The key that is down; a second one does not press again. */
  private _key: string | undefined;

  /**
   * @param move called when it is pressed and when it is released
   * @param spaceAnywhere whether the space bar presses it while no field has the focus
   */
  constructor(host: ReactiveControllerHost, move: (pressed: boolean) => void, spaceAnywhere = (): boolean => false) {
    this._move = move;
    this._spaceAnywhere = spaceAnywhere;
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener("blur", this._release);
    document.addEventListener("visibilitychange", this._release);
    window.addEventListener("keyup", this._onKeyUp);
    window.addEventListener("keydown", this._onSpace);
  }

  hostDisconnected(): void {
    this._release();
    window.removeEventListener("blur", this._release);
    document.removeEventListener("visibilitychange", this._release);
    window.removeEventListener("keyup", this._onKeyUp);
    window.removeEventListener("keydown", this._onSpace);
  }

  readonly onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    // The release comes here, wherever the pointer is by then.
    if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId);
    this._set(true);
  };

  readonly onPointerEnd = (): void => this._release();

  readonly onKeyDown = (event: KeyboardEvent): void => {
    if (keys.includes(event.key)) this._pressKey(event);
  };

  /** The button has lost the focus. */
  readonly onBlur = (): void => this._release();

  private readonly _onSpace = (event: KeyboardEvent): void => {
    if (!this._spaceAnywhere() || event.key !== " " || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.composedPath().some((target) => target instanceof Element && target.matches(fields))) return;
    this._pressKey(event);
  };

  private readonly _onKeyUp = (event: KeyboardEvent): void => {
    if (event.key === this._key) this._release();
  };

  private readonly _release = (): void => {
    this._key = undefined;
    this._set(false);
  };

  private _pressKey(event: KeyboardEvent): void {
    // Neither scrolls the page nor repeats.
    event.preventDefault();
    if (event.repeat || this._key !== undefined) return;
    this._key = event.key;
    this._set(true);
  }

  private _set(pressed: boolean): void {
    if (pressed === this._pressed) return;
    this._pressed = pressed;
    this._move(pressed);
  }
}
