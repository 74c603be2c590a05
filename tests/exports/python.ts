import { spawnSync } from "node:child_process";
import { ROOT } from "../project.ts";
import { runPython } from "../python.ts";
import { type Check, changed, changedIn, cut, type Numbers, others } from "./check.ts";

/** Numbers, notebooks and drawings, opened by Python. */

const READER = `
import csv, glob, json, os, sys
import xml.etree.ElementTree as tree
import numpy as np
kind, path = json.load(sys.stdin)

def rows(value):
    return np.atleast_2d(np.asarray(value, float)).tolist()

def of_json():
    return {name: rows(it["value"]) for name, it in json.load(open(path, encoding="utf-8"))["values"].items()}

def of_csv():
    found = {}
    for file in glob.glob(path + "/*.csv"):
        name = os.path.basename(file)[:-4]
        if name == "scalars":
            with open(file, newline="") as text:
                found.update({it["name"]: rows(it["value"]) for it in csv.DictReader(text, strict=True)})
        else:
            found[name] = rows(np.loadtxt(file, delimiter=",", ndmin=2))
    return found

def of_npz():
    with np.load(path) as found:
        return {name: rows(found[name]) for name in found.files}

def of_svg():
    files = glob.glob(path + "/*.svg")
    roots = [tree.parse(file).getroot().tag for file in files]
    assert roots and set(roots) == {"{http://www.w3.org/2000/svg}svg"}, set(roots)
    return {}

try:
    print(json.dumps({"found": {"json": of_json, "csv": of_csv, "npz": of_npz, "svg": of_svg}[kind]()}))
except Exception as error:
    print(json.dumps({"fault": type(error).__name__ + ": " + str(error)}))
`;

/** Runs the cells of a notebook in their order, and counts those that hold numbers. */
const NOTEBOOK = `
import contextlib, io, json, sys
path = json.load(sys.stdin)
scope, held = {}, 0
try:
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in json.load(open(path, encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                source = "".join(cell["source"])
                exec(source, scope)
                held += source.count("agree(") - source.count("def agree(")
    print(json.dumps({"held": held}))
except Exception as error:
    print(json.dumps({"fault": type(error).__name__ + ": " + str(error)[:300]}))
`;

interface Answer {
  readonly found?: Numbers;
  readonly held?: number;
  readonly fault?: string;
}
const ask = (program: string, input: unknown): Answer =>
  JSON.parse(runPython(program, JSON.stringify(input), ROOT));

const numbers = (format: string, by: string, planted: Check["planted"]): Check => ({
  format,
  by,
  faults(path, trace) {
    const { found, fault } = ask(READER, [format, path]);
    return fault === undefined ? others(found!, trace) : [fault];
  },
  planted,
});

export const json = numbers("json", "Python reads every number, to the last bit", {
  "a number changed": changed(/("loss": \{[^}]*"value":0\.)(\d)/, "$17$2"),
  "cut in half": cut,
});

export const csv = numbers("csv", "NumPy and Python's csv read every number, to the last bit", {
  "a number changed": (path) => changed(/\d(?=\r\n)/, "")(`${path}/W1.csv`),
  "a letter among them": (path) => changed(/\d/, "x")(`${path}/W2.csv`),
});

export const npz = numbers("npz", "NumPy loads every number, to the last bit", {
  "a number changed": (path) => changedIn("loss.npy", /.$/s, "\x40")(path),
  "cut in half": cut,
});

export const svg: Check = {
  format: "svg",
  by: "an XML parser reads every drawing",
  faults(path) {
    const { fault } = ask(READER, ["svg", path]);
    return fault === undefined ? [] : [fault];
  },
  planted: { "a tag not closed": (path) => changed("</svg>", "")(`${path}/z1-network-z1.svg`) },
};

export const notebook: Check = {
  format: "ipynb",
  by: "nbformat finds it valid, and NumPy runs it and agrees with its numbers",
  faults(path, trace) {
    const valid = spawnSync(
      "/usr/bin/python3",
      ["-c", "import nbformat, sys; nbformat.validate(nbformat.read(sys.argv[1], as_version=4))", path],
      { encoding: "utf8" },
    );
    if (valid.status !== 0) return [valid.stderr.trim().split("\n").at(-1)!];
    const { held, fault } = ask(NOTEBOOK, path);
    if (fault !== undefined) return [fault];
    const least = Object.keys(trace).length - 1;
    return held! >= least ? [] : [`it holds ${held} values, of at least ${least}`];
  },
  planted: {
    "a number changed": changed(/(agree\(loss, 0\.)(\d)/, "$17$2"),
    "a cell of no kind": changed('"cell_type": "code"', '"cell_type": "other"'),
  },
};
