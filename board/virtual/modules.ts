/** `require` and `Modules`: built-in modules first, then Storage files of that name, each evaluated once. */
import type { Flash } from "./storage.ts";
import { isFunction, isObject, kindOf, type Guest, type GuestFunction, type Realm } from "./realm.ts";

export class Modules {
  private readonly _loaded = new Map<string, unknown>();

  constructor(
    private readonly _realm: Realm,
    private readonly _flash: Flash,
    /** Built-in modules, created on first use. */
    private readonly _builtIn: Record<string, () => Guest>,
  ) {}

  install(global: Guest): void {
    this._realm.define(global, { require: (name) => this._require(name) });
    const modules = this._realm.object();
    this._realm.define(modules, {
      addCached: (name, source) => {
        this._loaded.set(String(name), this._evaluate(isFunction(source) ? bodyOf(source) : String(source), String(name)));
      },
      removeCached: (name) => {
        if (!this._loaded.delete(String(name))) this._realm.fail("Error", `Module ${JSON.stringify(String(name))} not found`);
      },
      removeAllCached: () => this._loaded.clear(),
      getCached: () => this._realm.array([...this._loaded.keys()]),
    });
    this._realm.hidden(global, "Modules", modules);
  }

  private _require(name: unknown): unknown {
    if (typeof name !== "string") return this._realm.fail("TypeError", `Expecting module name as a string, got ${kindOf(name)}`);
    if (this._loaded.has(name)) return this._loaded.get(name);
    const builtIn = this._builtIn[name];
    const source = builtIn ? undefined : this._flash.read(name);
    if (!builtIn && source === undefined) return this._realm.fail("Error", `Module "${name}" not found`);
    const exports = builtIn ? builtIn() : this._evaluate(source ?? "", name);
    this._loaded.set(name, exports);
    return exports;
  }

  private _evaluate(source: string, name: string): unknown {
    const body = this._realm.run(`(function(exports,module){${source}\n})`, name);
    if (!isFunction(body)) return undefined;
    const exports = this._realm.object();
    const module = this._realm.object({ exports });
    this._realm.call(body, exports, [exports, module]);
    return isObject(module) ? module["exports"] : undefined;
  }
}

/** The code between a function's braces, which Espruino runs as the text of a module. So it can use `exports`, although the function has no such parameter. */
function bodyOf(source: GuestFunction): string {
  const text = Function.prototype.toString.call(source);
  return text.slice(text.indexOf("{") + 1, text.lastIndexOf("}"));
}
