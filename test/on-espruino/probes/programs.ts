/** Programs whose output shows when things happen: in which order, how often, and what an error stops. */

export interface Program {
  readonly does: string;
  readonly source: string;
  /** Every line it prints, errors' stacks aside. */
  readonly prints: readonly string[];
}

export const programs: readonly Program[] = [
  {
    does: "emit queues: listeners run when the interpreter is idle again",
    source: `
      var o = {};
      o.on("a", function (x) { print("a", x); o.emit("b", x + 1); });
      o.on("b", function (x) { print("b", x); });
      o.emit("a", 1);
      print("emitted");`,
    prints: ["emitted", "a 1", "b 2"],
  },
  {
    does: "listeners are a list in the object, and a listener added while the event runs waits for the next",
    source: `
      var o = {};
      o.on("a", function () { print(1); o.on("a", function () { print(2); }); });
      o.emit("a");
      setTimeout(function () { o.removeAllListeners("a"); o.emit("a"); print(JSON.stringify(o)); }, 20);`,
    prints: ["1", "{}"],
  },
  {
    does: "a listener that the one before it removes is still called, but then none after it",
    source: `
      var o = {};
      function second() { print("second"); }
      o.on("a", function () { print("first"); o.removeListener("a", second); });
      o.on("a", second);
      o.on("a", function () { print("third"); });
      o.emit("a");
      setTimeout(function () { print("again"); o.emit("a"); }, 20);`,
    prints: ["first", "second", "again", "first", "third"],
  },
  {
    does: "an object with listeners is no longer JSON",
    source: `var o = { a: 1 }; o.on("x", function () {}); print(JSON.stringify(o));`,
    prints: ['{"a":1,"#onx":[undefined]}'],
  },
  {
    does: "an error in a listener stops neither the next listener nor the program; the last of a pass is reported",
    source: `
      var o = {};
      o.on("a", function () { print(1); throw new Error("e1"); });
      o.on("a", function () { print(2); throw new Error("e2"); });
      o.emit("a");
      setTimeout(function () { print("alive"); }, 30);`,
    prints: ["1", "2", "Uncaught Error: e2", "alive"],
  },
  {
    does: "what is thrown need not be an error",
    source: `
      function next(thrown, then) {
        return function () { if (then) setTimeout(then, 20); throw thrown; };
      }
      setTimeout(next("text", next({ a: 1 }, next(5))), 10);`,
    prints: ["Uncaught text", "Uncaught [object Object]", "Uncaught 5"],
  },
  {
    does: "process.on('uncaughtException') takes the report's place",
    source: `
      process.on("uncaughtException", function (e) { print("caught", e.message); });
      setTimeout(function () { throw new Error("x"); }, 10);`,
    prints: ["caught x"],
  },
  {
    does: "a timer's id is used again as soon as it has fired: clearing a stale one ends another's timer",
    source: `
      var o = {};
      var first = setTimeout(function () { o.emit("fired"); }, 0);
      o.on("fired", function () {
        var second = setTimeout(function () { print("never"); }, 500);
        print(first === second);
        clearTimeout(first);
        setTimeout(function () { print("end"); }, 600);
      });`,
    prints: ["true", "end"],
  },
  {
    does: "clearTimeout without an id ends all timers",
    source: `
      setTimeout(function () { print("never"); }, 1000);
      setTimeout(function () { clearTimeout(); setTimeout(function () { print("end"); }, 1200); }, 5);`,
    prints: ["end"],
  },
  {
    does: "changeInterval starts the interval anew",
    source: `
      var n = 0;
      var id = setInterval(function () { print(++n); if (n === 3) { clearInterval(id); print("end"); } }, 5000);
      changeInterval(id, 10);`,
    prints: ["1", "2", "3", "end"],
  },
  {
    does: "timers take arguments, and strings as code",
    source: `setTimeout(function (a, b) { print(a, b); }, 5, 1, "x"); setTimeout("print('code')", 30);`,
    prints: ["1 x", "code"],
  },
  {
    does: "setTime does not disturb timers",
    source: `setTimeout(function () { print("fired"); }, 50); setTime(getTime());`,
    prints: ["fired"],
  },
  {
    does: "promises run their callbacks when the program is idle",
    source: `
      new Promise(function (resolve) { resolve(5); }).then(function (v) { print("then", v); });
      Promise.all([1, Promise.resolve(2)]).then(function (all) { print(all.join()); });
      print("first");`,
    prints: ["first", "then 5", "1,2"],
  },
  {
    does: "modules come from Storage by name and are run once",
    source: `
      require("Storage").write("mymod", "print('run');exports.a=this===exports;");
      print(require("mymod").a, require("mymod") === require("mymod"));
      Modules.addCached("other", "exports.b=2"); print(require("other").b);
      Modules.removeCached("mymod"); require("mymod");`,
    prints: ["run", "true true", "2", "run"],
  },
  {
    does: "a module that is given as a function sees exports and module, and not what is around it",
    source: `
      (function () {
        var around = 1;
        Modules.addCached("f", function () { exports.a = typeof around; exports.own = this === exports; exports.b = typeof module; });
      })();
      print(require("f").a, require("f").own, require("f").b);
      Modules.addCached("g", () => { exports.c = 2; }); print(require("g").c);`,
    prints: ["undefined true object", "2"],
  },
  {
    does: "a module that throws does not load",
    source: `
      require("Storage").write("broken", "exports.a=1;throw new Error('no')");
      try { require("broken"); } catch (e) { print(e.message); }`,
    prints: ["no"],
  },
  {
    does: "E's init event comes after the boot code",
    source: `E.on("init", function () { print("init"); }); print("boot");`,
    prints: ["boot", "init"],
  },
  {
    does: "code from Storage runs by eval in the global scope",
    source: `
      require("Storage").write("code.js", "var seen=5;function twice(x){return 2*x}");
      eval(require("Storage").read("code.js"));
      print(seen, twice(3));`,
    prints: ["5 6"],
  },
];
