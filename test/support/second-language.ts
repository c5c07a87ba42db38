import { parseAst } from "vitest/node";

/** Letters of no English text: one for each, small and capital, so that joining, cutting and capitals go on working. */
const small = [..."àáâãäåæçèéêëìíîïðñòóôõöøùúû"];

/** A text as the second language has it. */
export function translated(text: string): string {
  return text.replace(/[A-Za-z]/g, (letter) => {
    const other = small[letter.toLowerCase().charCodeAt(0) - 97] ?? letter;
    return letter === letter.toLowerCase() ? other : other.toUpperCase();
  });
}

/** Names of what is no text but a key, an address or a folder, wherever the catalogue says it. */
const keyNames = new Set(["folder", "kind", "id"]);
/** What asks for something by its key. */
const askers = new Set(["branchAt", "listAt", "at", "hasOwn", "has", "get", "startsWith", "endsWith", "includes", "indexOf", "rangeText"]);
const comparing = new Set(["===", "!==", "in"]);

type Node = { readonly type: string; readonly start: number; readonly end: number } & { readonly [key: string]: unknown };
type Edit = { readonly from: number; readonly to: number; readonly text: string };

/** The source of a file of words in a second language: every text that it may print has other letters, and nothing else differs. */
export function inSecondLanguage(source: string): string {
  const edits: Edit[] = [];
  const visit = (node: Node, parents: readonly Node[]): void => {
    if (isNoText(node, parents) || answersCodes(node, source)) return;
    if (node.type === "Literal" && typeof node.value === "string") edits.push(editOf(source, node.start + 1, node.end - 1));
    if (node.type === "TemplateElement") edits.push(editOf(source, node.start, node.end));
    for (const child of childrenOf(node)) visit(child, [node, ...parents]);
  };
  visit(parseAst(source, { lang: "ts" }) as unknown as Node, []);
  const inOrder = edits.toSorted((a, b) => b.from - a.from);
  return inOrder.reduce((text, { from, to, text: now }) => text.slice(0, from) + now + text.slice(to), source);
}

// what is escaped, as a letter by its number is, stays as it is
function editOf(source: string, from: number, to: number): Edit {
  const parts = source.slice(from, to).split(/(\\u[0-9a-fA-F]{4}|\\.)/);
  return { from, to, text: parts.map((part, index) => (index % 2 === 0 ? translated(part) : part)).join("") };
}

function childrenOf(node: Node): readonly Node[] {
  return Object.values(node)
    .flat()
    .filter((child): child is Node => typeof child === "object" && child !== null && "type" in child);
}

/** Types, imports, names of properties, and what is compared or asked for. */
function isNoText(node: Node, [parent]: readonly Node[]): boolean {
  if (node.type === "ImportDeclaration" || node.type === "TSTypeAliasDeclaration" || node.type === "TSInterfaceDeclaration") return true;
  if (node.type === "TSTypeAnnotation" || node.type === "TSTypeParameterInstantiation" || node.type === "NewExpression") return true;
  if (parent === undefined) return false;
  if (/^TS(?:As|Satisfies|NonNull)Expression$/.test(parent.type)) return parent.expression !== node;
  if (node.type !== "Literal") return false;
  if (parent.type === "Property") return parent.key === node || keyNames.has(nameOf(parent.key));
  if (parent.type === "MemberExpression" || parent.type === "SwitchCase" || parent.type === "ExportNamedDeclaration") return true;
  if (parent.type === "BinaryExpression") return comparing.has(String(parent.operator));
  return parent.type === "CallExpression" && askers.has(nameOf(parent.callee));
}

/** A function whose answer is declared and holds no text: it answers keys, which tables of words have texts for. */
function answersCodes(node: Node, source: string): boolean {
  const told = node.type === "FunctionDeclaration" ? (node.returnType as Node | null | undefined) : null;
  return told != null && !/string|Words/.test(source.slice(told.start, told.end));
}

/** The last name of `name` or `some.name`. */
function nameOf(node: unknown): string {
  const { name, property } = node as { readonly name?: string; readonly property?: { readonly name?: string } };
  return name ?? property?.name ?? "";
}
