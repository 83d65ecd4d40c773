/** Keeps the end of a list in view, and reports when the user has scrolled back. */

/** The list counts as being at its end when it is so near, px. */
const nearEnd = 8;

export class EndKeeper {
  private readonly _list: HTMLElement;
  /** As it was when we last scrolled it to its end. */
  private _top = 0;
  private _height = 0;
  private _shown = 0;

  /** @param resized is called when the list has got another size, which moves its end */
  constructor(list: HTMLElement, resized: () => void) {
    this._list = list;
    new ResizeObserver(resized).observe(list);
  }

  scrollToEnd(): void {
    this._list.scrollTop = this._list.scrollHeight;
    this._top = this._list.scrollTop;
    this._height = this._list.scrollHeight;
    this._shown = this._list.clientHeight;
  }

  get isAtEnd(): boolean {
    return this._list.scrollHeight - this._list.scrollTop - this._list.clientHeight < nearEnd;
  }

  /** The user has scrolled back. A list also scrolls when its size or its lines change; that does not count. */
  get wasLeft(): boolean {
    const { scrollTop, scrollHeight, clientHeight } = this._list;
    return scrollHeight === this._height && clientHeight === this._shown && scrollTop < this._top - nearEnd;
  }
}
