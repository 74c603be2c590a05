/**
 * TeX of a formula, from the MathML that stands in its page: what any LaTeX with amsmath sets, with none of the book's
 * marks and colours.
 */

/** A display: its lines, aligned at their signs where there is more than one. */
export function displayTex(display: Element): string {
  const lines: Record<string, string>[] = [{}];
  for (const side of display.children) {
    const math = side.querySelector("math");
    if (!math) continue;
    lines.at(-1)![side.className] = sequence([...math.children]);
    if (side.className === "right") lines.push({});
  }
  const written = lines
    .filter((line) => Object.keys(line).length > 0)
    .map(({ left = "", sign = "", right = "" }) => ({ left, rest: `${sign} ${right}`.trim() }));
  if (written.length === 1) return written.map(({ left, rest }) => `${left} ${rest}`.trim()).join("");
  const aligned = written.map(({ left, rest }) => `${left} & ${rest}`.trim());
  return `\\begin{aligned}\n${aligned.join(" \\\\\n")}\n\\end{aligned}`;
}

/** Signs that TeX writes by a name. */
const NAMES: Readonly<Record<string, string>> = {
  "−": "-",
  "∗": "*",
  "⋅": "\\cdot",
  "⊙": "\\odot",
  "×": "\\times",
  "∑": "\\sum",
  "∂": "\\partial",
  "⊤": "\\top",
  "∣": "\\vert",
  "∥": "\\Vert",
  "≈": "\\approx",
  "≤": "\\le",
  "≥": "\\ge",
  "≠": "\\ne",
  "→": "\\to",
  "∞": "\\infty",
  "⋯": "\\cdots",
  "⋮": "\\vdots",
  "⋱": "\\ddots",
  "…": "\\ldots",
  "′": "'",
  α: "\\alpha",
  β: "\\beta",
  γ: "\\gamma",
  δ: "\\delta",
  ε: "\\varepsilon",
  η: "\\eta",
  θ: "\\theta",
  λ: "\\lambda",
  μ: "\\mu",
  π: "\\pi",
  ρ: "\\rho",
  σ: "\\sigma",
  τ: "\\tau",
  φ: "\\varphi",
  ω: "\\omega",
  Δ: "\\Delta",
  Σ: "\\Sigma",
  "{": "\\{",
  "}": "\\}",
  "%": "\\%",
  "\u2061": "", // a function and what it is of
};
const named = (text: string): string => NAMES[text] ?? text;

/** Functions that TeX knows by name; any other is an operator of its own. */
const FUNCTIONS = /^(?:arg|cos|exp|lim|ln|log|max|min|sin|sup|tanh)$/;
/** Spaces of KaTeX's, by the signs that it sets them as. */
const SPACES: Readonly<Record<string, string>> = {
  "\u2009": "\\,",
  "\u2005": "\\:",
  "\u2005\u200a": "\\;",
  "\u200a": "",
  "\u200b": "",
  "\u00a0": "\\ ",
};
const WIDTHS: Readonly<Record<string, string>> = { "1em": "\\quad", "2em": "\\qquad" };
/** Heights of brackets that were asked for. */
const SIZES: Readonly<Record<string, string>> = {
  "1.2em": "\\big",
  "1.8em": "\\Big",
  "2.4em": "\\bigg",
  "3em": "\\Bigg",
};
const MATRICES: Readonly<Record<string, string>> = { "[]": "bmatrix", "()": "pmatrix" };

/** TeX one after the other: a space after a name where a letter follows. */
function joined(parts: readonly string[]): string {
  let text = "";
  for (const part of parts) text += /\\[a-zA-Z]+$/.test(text) && /^[a-zA-Z]/.test(part) ? ` ${part}` : part;
  return text;
}

function sequence(nodes: readonly Element[]): string {
  const parts: string[] = [];
  for (let i = 0; i < nodes.length; i++) {
    const around = `${nodes[i]!.textContent}${nodes[i + 2]?.textContent}`;
    const environment = nodes[i + 1]?.localName === "mtable" && MATRICES[around];
    if (environment) {
      parts.push(table(nodes[i + 1]!, environment));
      i += 2;
    } else parts.push(tex(nodes[i]!));
  }
  return joined(parts).trim();
}

const table = (node: Element, environment: string): string => {
  const rows = [...node.children].map((row) => [...row.children].map(insideOf).join(" & "));
  return `\\begin{${environment}} ${rows.join(" \\\\ ")} \\end{${environment}}`;
};

const insideOf = (node: Element): string => sequence([...node.children]);

const base = (node: Element): string => {
  const text = tex(node).trim();
  return /^(?:[^\s{}]|\\[a-zA-Z]+|\\operatorname\{\w+\}|[\d.]+)?$/.test(text) ? text : `{${text}}`;
};
const raised = (text: string): string => (/^[\w*']$/.test(text) ? text : `{${text}}`);

function tex(node: Element): string {
  const { localName, children, textContent: text } = node;
  const [first, second, third] = children as unknown as Element[];
  switch (localName) {
    case "mi":
      return letter(node, text);
    case "mn":
      return text.replaceAll(",", "{,}").replaceAll("\u202f", "\\,");
    case "mo":
      return sign(node, text);
    case "mtext":
      return SPACES[text] ?? `\\text{${text.replaceAll("\u00a0", " ").replace(/[%&#$_{}]/g, "\\$&")}}`;
    case "mspace":
      return WIDTHS[node.getAttribute("width") ?? ""] ?? "";
    case "mfrac":
      return `\\frac{${tex(first!)}}{${tex(second!)}}`;
    case "msqrt":
      return `\\sqrt{${insideOf(node)}}`;
    case "msub":
    case "munder":
      return `${base(first!)}_${raised(tex(second!))}`;
    case "msup":
    case "mover":
      return `${base(first!)}^${raised(tex(second!))}`;
    case "msubsup":
    case "munderover":
      return `${base(first!)}_${raised(tex(second!))}^${raised(tex(third!))}`;
    case "mtable":
      return table(node, "matrix");
    case "mstyle": {
      const inside = insideOf(node);
      const isSmall =
        node.getAttribute("displaystyle") === "false" && node.parentElement?.localName !== "mtd";
      if (!isSmall || !node.querySelector("mfrac, munder, munderover")) return inside;
      return children.length === 1 && first!.localName === "mfrac"
        ? inside.replace("\\frac", "\\tfrac")
        : `{\\textstyle ${inside}}`;
    }
    default:
      return insideOf(node);
  }
}

function letter(node: Element, text: string): string {
  if (NAMES[text] !== undefined) return NAMES[text];
  if (text.length > 1)
    return FUNCTIONS.test(text) ? `\\${text}` : `\\operatorname{${text.replaceAll("\u00a0", "\\ ")}}`;
  const variant = node.getAttribute("mathvariant");
  const face = /[a-z]/i.test(text) && variant && { normal: "\\mathrm", bold: "\\mathbf" }[variant];
  return face ? `${face}{${text}}` : text;
}

function sign(node: Element, text: string): string {
  const written = named(text);
  if (node.getAttribute("fence") === "true") {
    const isLast = !node.nextElementSibling;
    const size = SIZES[node.getAttribute("minsize") ?? ""];
    if (size) return `${size}${/[([{]/.test(text) ? "l" : "r"}${written}`;
    return `${isLast ? "\\right" : "\\left"}${written || "."}`;
  }
  const before = node.previousElementSibling?.textContent ?? "(";
  if (/^[=≈≠<>≤≥+⊙⋅→×−]$/.test(text) && node.nextElementSibling && !/^[([{,=≈≠]$/.test(before))
    return ` ${written} `;
  return text === "," ? ", " : written;
}
