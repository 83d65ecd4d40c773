/**
 * Syntax that Espruino does not know, or parses and then does something else: found by its shape alone.
 * Every row was tried on the interpreter; test/fence has the programs that show it.
 */
import { syntax, type Row } from "./row.ts";

/** A class cannot have methods of these names, with or without `static`; an object literal can. */
const reserved =
  "break|case|catch|class|const|continue|debugger|default|delete|do|else|extends|false|finally|for|function|if|in|" +
  "instanceof|let|new|null|of|prototype|return|static|super|switch|this|throw|true|try|typeof|undefined|var|void|while";

/** Classes of the interpreter whose prototype is not to be had as a value. */
const builtIn = "Array|ArrayBuffer|Boolean|DataView|Date|Error|Function|Number|Promise|RegExp|String|U?[Ii]nt\\d+(Clamped)?Array|Float\\d+Array";

export const syntaxRows: readonly Row[] = [
  syntax("destructuring", "ObjectPattern, ArrayPattern", "Espruino has no destructuring: name each value in a statement of its own."),
  syntax("default-parameter", ":function > AssignmentPattern", "Espruino has no default parameters: test for undefined in the body."),
  syntax("rest-parameter", ":function > RestElement", "Espruino has no rest parameters: use `arguments`, or pass an array."),
  syntax("spread", "SpreadElement", "Espruino has no spread: use concat, slice, Object.assign or f.apply."),
  syntax("optional-chaining", "ChainExpression", "Espruino has no `?.`: write `a ? a.b : undefined`."),
  syntax("exponent", "BinaryExpression[operator='**'], AssignmentExpression[operator='**=']", "Espruino has no `**`: use Math.pow."),
  syntax("logical-assignment", "AssignmentExpression[operator=/^(\\?\\?|\\|\\||&&)=$/]", "Espruino has no logical assignment: use an if statement."),
  syntax("generator", ":function[generator=true]", "Espruino has no generators: take a callback, or return an array."),
  syntax(
    "async",
    ":function[async=true], AwaitExpression, ForOfStatement[await=true]",
    "Espruino has no async functions: return a Promise, or take a callback.",
  ),
  syntax("label", "LabeledStatement", "Espruino has no labels: put the loops in a function and return from it."),
  syntax(
    "computed-key",
    "Property[computed=true], MethodDefinition[computed=true], PropertyDefinition[computed=true]",
    "Espruino has no computed keys: make the object first, then assign o[key].",
  ),
  syntax("quoted-method", "MethodDefinition[computed=false] > Literal.key", "Espruino takes no quoted method name in a class: use an identifier."),
  syntax("reserved-method", `MethodDefinition[key.name=/^(${reserved})$/]`, "Espruino cannot have a class's method of this name: use another."),
  syntax(
    "of-as-name",
    "VariableDeclarator[id.name='of'], :function > Identifier.params[name='of']",
    "Espruino takes `of` as a keyword everywhere: use another name.",
  ),
  syntax(
    "class-field",
    "PropertyDefinition[value!=null]",
    "Espruino makes a class field's value once for all instances: assign it in the constructor (a static one: after the class).",
  ),
  syntax("private-name", "PrivateIdentifier", "Espruino has no `#private`: mark it `private` and begin its name with `_`; the build shortens that."),
  syntax("static-block", "StaticBlock", "Espruino has no static blocks: put the statements after the class."),
  syntax("new-target", "MetaProperty", "Espruino has no `new.target` and no `import.meta`: pass what is needed as a parameter."),
  syntax(
    "super-method",
    "MemberExpression[object.type='Super']",
    "In Espruino `super.method()` calls itself for ever in a subclass's subclass: use Parent.prototype.method.call(this).",
  ),
  syntax(
    "extends-error",
    ":matches(ClassDeclaration, ClassExpression)[superClass.name=/Error$/]",
    "Espruino cannot extend Error: throw an Error and give it properties.",
  ),
  syntax(
    "error-instanceof",
    "BinaryExpression[operator='instanceof'][right.name='Error']",
    "In Espruino a TypeError or a SyntaxError is not instanceof Error: ask for its `message` instead.",
  ),
  syntax(
    "array-length",
    "AssignmentExpression > MemberExpression.left[property.name='length'], UpdateExpression > MemberExpression[property.name='length']",
    "Espruino cannot assign to `length`: make a new array, or use splice.",
  ),
  syntax(
    "prototype-path",
    `MemberExpression > MemberExpression.object[property.name='prototype'][object.name=/^(${builtIn})$/]`,
    "In Espruino a built-in prototype's methods are not to be had by this path: use an instance, as in [].slice.call(x).",
  ),
  syntax("case-after-default", "SwitchCase[test=null]:not(:last-child)", "Espruino allows no `case` after `default`: put `default` last."),
  syntax("tagged-template", "TaggedTemplateExpression", "Espruino has no tagged templates: call the function with a string."),
  syntax("template-escape", "TemplateElement[value.raw=/\\\\\\$/]", "Espruino interpolates `\\${` all the same: build the string with +."),
  syntax(
    "template-brace",
    "TemplateLiteral Literal[value=/[{}]/]",
    "Espruino miscounts braces in a string inside a template's ${}: put the string in a variable first.",
  ),
  syntax(
    "byte-string",
    "Literal[value=/[\\u0100-\\uffff]/], TemplateElement[value.cooked=/[\\u0100-\\uffff]/], Literal[raw=/[^\\0-\\x7f]/], TemplateElement[value.raw=/[^\\0-\\x7f]/]",
    "On the chip a string is bytes: write UTF-8's as \\xXX.",
  ),
  syntax(
    "unicode-brace",
    "Literal[raw=/^['\"](.*[^\\\\])?\\\\u\\{/], TemplateElement[value.raw=/\\\\u\\{/]",
    "Espruino has no `\\u{}`: use \\uXXXX, and remember that strings are bytes.",
  ),
  syntax("line-continuation", "Literal[raw=/\\\\\\r?\\n/]", "Espruino keeps the line end of a continued string: use + between two strings."),
  syntax(
    "json-reviver",
    "CallExpression[callee.object.name='JSON'][callee.property.name='parse'][arguments.length>1]",
    "Espruino's JSON.parse ignores a reviver: change the values afterwards.",
  ),
  syntax(
    "json-replacer",
    "CallExpression[callee.object.name='JSON'][callee.property.name='stringify'] > :matches(ArrayExpression, :function).arguments:nth-child(2)",
    "Espruino's JSON.stringify ignores a replacer: build the object as it shall be.",
  ),
  syntax("split-limit", "CallExpression[callee.property.name='split'][arguments.length>1]", "Espruino's split ignores its limit: use slice on the result."),
  syntax(
    "timer-undefined",
    "CallExpression[callee.name=/^clear(Timeout|Watch|Interval)$/] > Identifier.arguments[name='undefined']",
    "Espruino's clearTimeout throws on undefined, and without an argument it clears all: call it with an id only.",
  ),
  syntax(
    "interval",
    "CallExpression[callee.name=/^(set|change)Interval$/]",
    "When the clock is set, an interval makes up for every period it missed: use a setTimeout that sets itself again.",
  ),
  syntax("plain-enum", "TSEnumDeclaration[const=false]", "An enum costs RAM at run time: make it a const enum."),
];
