"""The steps of a network as they are taken on paper, in fractions, each result rounded halves away from zero.

Written from the mathematics alone, for tests to hold the kit's own arithmetic against. Reads a list of lessons as JSON,
each perhaps with a mistake to make, and prints what comes out: each number as how many units of its last decimal it is.
"""
import json
import sys
from decimal import Decimal, localcontext
from fractions import Fraction
from math import floor


def rounded(x, digits):
    units = floor(abs(x) * 10**digits + Fraction(1, 2))
    return Fraction(units if x >= 0 else -units, 10**digits)


def cut(x, digits):
    return Fraction(int(x * 10**digits), 10**digits)


def in_digits(f, x):
    """f of a decimal with sixty digits."""
    with localcontext() as context:
        context.prec = 60
        return Fraction(f(Decimal(x.numerator) / Decimal(x.denominator)))


def exp(x):
    return in_digits(Decimal.exp, x)


def ln(x):
    return in_digits(Decimal.ln, x)


def sigmoid(z):
    return 1 / (1 + exp(-z))


def tanh(z):
    return (exp(2 * z) - 1) / (exp(2 * z) + 1)


ACTIVATIONS = {
    "sigmoid": (sigmoid, lambda h: h * (1 - h)),
    "tanh": (tanh, lambda h: 1 - h**2),
    "relu": (lambda z: max(z, Fraction(0)), lambda h: Fraction(h > 0)),
    "leaky-relu": (lambda z: z if z > 0 else z / 100, lambda h: Fraction(1) if h > 0 else Fraction(1, 100)),
    "identity": (lambda z: z, lambda h: Fraction(1)),
}


def softmax(row):
    powers = [exp(z) for z in row]
    return [it / sum(powers) for it in powers]


def each(f, *matrices):
    return [[f(*entries) for entries in zip(*rows)] for rows in zip(*matrices)]


def turned(matrix):
    return [list(column) for column in zip(*matrix)]


def times(a, b, part=lambda x: x):
    return [[sum((part(x * y) for x, y in zip(row, column)), Fraction(0)) for column in turned(b)] for row in a]


def flat(matrix):
    return [x for row in matrix for x in row]


def work(lesson, at=None, slip=None, shorten=rounded, part=lambda x: x):
    """All values by name. `slip(right, values, lesson)` is put in the place of the value `at`, and what follows, follows.

    Of a matrix product, `part` is made of each product before they are added.
    """
    X, y, W1, W2 = (lesson[name] for name in ("X", "y", "W1", "W2"))
    b1, b2 = lesson.get("b1"), lesson.get("b2")
    N, alpha, ridge, digits = len(X), lesson["learningRate"], lesson["ridge"], lesson["digits"]
    f, slope = ACTIVATIONS[lesson["activation"]]
    has_softmax = lesson["outputActivation"] == "softmax"
    has_squares = lesson["loss"] == "squared"
    v = {"X": X, "y": y, "W1": W1, "W2": W2, "b1": b1, "b2": b2}

    def put(name, value):
        it = slip(value, v, lesson) if name == at else value
        v[name] = each(lambda it: shorten(Fraction(it), digits), it)

    def sums(name, x, W, b):
        product = times(v[x], v[W], part)
        put(name, each(lambda s, c: s + c, product, [v[b][0]] * N) if v[b] else product)

    sums("z1", "X", "W1", "b1")
    put("h1", each(f, v["z1"]))
    sums("z2", "h1", "W2", "b2")
    if has_softmax:
        put("h2", [softmax(row) for row in v["z2"]])
    else:
        put("h2", each(ACTIVATIONS[lesson["outputActivation"]][0], v["z2"]))

    if has_squares:
        loss = sum(flat(each(lambda t, h: (t - h) ** 2, y, v["h2"]))) / (2 * N)
    elif has_softmax:
        # The logarithm of a share that was rounded to 0 is taken of the share itself.
        shares = [softmax(row) for row in v["z2"]]
        loss = -sum(flat(each(lambda t, h, p: t and t * ln(h or p), y, v["h2"], shares))) / N
    else:
        def term(t, h, z):
            yes = t and t * ln(h or sigmoid(z))
            no = (1 - t) and (1 - t) * ln((1 - h) or sigmoid(-z))
            return yes + no
        loss = -sum(flat(each(term, y, v["h2"], v["z2"]))) / N
    put("loss_data", [[loss]])
    put("loss_ridge", [[ridge / (2 * N) * sum(w**2 for w in flat(W1) + flat(W2))]])
    put("loss", [[v["loss_data"][0][0] + v["loss_ridge"][0][0]]])

    miss = each(lambda t, h: (h - t) / N, y, v["h2"])
    if has_squares:
        put("dLoss_dh2", miss)
        if has_softmax:
            through = []
            for g, h in zip(v["dLoss_dh2"], v["h2"]):
                mean = sum(a * b for a, b in zip(g, h))
                through.append([b * (a - mean) for a, b in zip(g, h)])
            put("dLoss_dz2", through)
        else:
            put("dh2_dz2", each(ACTIVATIONS[lesson["outputActivation"]][1], v["h2"]))
            put("dLoss_dz2", each(lambda a, b: a * b, v["dLoss_dh2"], v["dh2_dz2"]))
    else:
        put("dLoss_dz2", miss)

    def along_weights(layer, x, W, b):
        data = times(turned(v[x]), v[f"dLoss_dz{layer}"], part)
        put(f"dLoss_dW{layer}", each(lambda g, w: g + ridge / N * w, data, W))
        if b and lesson["trainBias"]:
            put(f"dLoss_db{layer}", [[sum(column) for column in turned(v[f"dLoss_dz{layer}"])]])

    along_weights(2, "h1", W2, b2)
    put("dLoss_dh1", times(v["dLoss_dz2"], turned(W2), part))
    put("dh1_dz1", each(slope, v["h1"]))
    put("dLoss_dz1", each(lambda a, b: a * b, v["dLoss_dh1"], v["dh1_dz1"]))
    along_weights(1, "X", W1, b1)
    for name in ("W1", "b1", "W2", "b2"):
        if f"dLoss_d{name}" in v:
            put(f"{name}_next", each(lambda w, g: w - alpha * g, v[name], v[f"dLoss_d{name}"]))
    return v


def with_row(product, row):
    return each(lambda s, c: s + c, product, [row[0]] * len(product)) if row else product


def fewer(matrix, lesson):
    return each(lambda it: rounded(it, lesson["digits"] - 1), matrix)


def scale(by, matrix):
    return each(lambda it: by * it, matrix)


def plus(a, b):
    return each(lambda x, y: x + y, a, b)


def price(v, lesson, W):
    return scale(lesson["ridge"] / len(v["X"]), v[W])


def of_article(right, v, lesson, W):
    """The article's program adds the same number to each slope."""
    mistaken = lesson["ridge"] * sum(w**2 for w in flat(v[W]))
    return each(lambda it, own: it - own + mistaken, right, price(v, lesson, W))


def updated(v, lesson, W, slope):
    return each(lambda w, g: rounded(w - lesson["learningRate"] * g, lesson["digits"]), v[W], v[slope])


def one_turned(right):
    return [[-x if (r, c) == (0, 0) else x for c, x in enumerate(row)] for r, row in enumerate(right)]


def squares(v):
    return sum((t - h) ** 2 for t, h in zip(flat(v["y"]), flat(v["h2"])))


SLOPES_SIGN = {"sigmoid": lambda h: h * (1 + h), "tanh": lambda h: 1 + h**2}

# What a student does who makes a mistake, by its name and the value that it is made in.
SLIPS = {
    "transpose dLoss_dh1": lambda right, v, L: times(v["dLoss_dz2"], v["W2"]),
    "transpose dLoss_dW1": lambda right, v, L: plus(times(v["X"], v["dLoss_dz1"]), price(v, L, "W1")),
    "swapped z1": lambda right, v, L: with_row(times(v["X"], turned(v["W1"])), v["b1"]),
    "swapped dLoss_dW1": lambda right, v, L: turned(right),
    "elementwise z1": lambda right, v, L: with_row(each(lambda a, b: a * b, v["X"], v["W1"]), v["b1"]),
    "elementwise z2": lambda right, v, L: with_row([[row[0] * w for w in v["W2"][0]] for row in v["h1"]], v["b2"]),
    "sign dLoss_dh2": lambda right, v, L: scale(-1, right),
    "sign z1": lambda right, v, L: one_turned(right),
    "sign loss_data": lambda right, v, L: scale(-1, right),
    "sign dLoss_dW1": lambda right, v, L: plus(right, scale(-2, price(v, L, "W1"))),
    "sign dh1_dz1": lambda right, v, L: each(SLOPES_SIGN[L["activation"]], v["h1"]),
    "uphill b1_next": lambda right, v, L: plus(v["b1"], scale(L["learningRate"], v["dLoss_db1"])),
    "factor dLoss_dz1": lambda right, v, L: v["dLoss_dh1"],
    "factor dh1_dz1": lambda right, v, L: each(lambda h: 1 - h, v["h1"]),
    "factor dLoss_dz2": lambda right, v, L: v["dLoss_dh2"],
    "mask dLoss_dz1": lambda right, v, L: v["dLoss_dh1"],
    "mask dh1_dz1": lambda right, v, L: each(lambda h: Fraction(1), v["h1"]),
    "argument dh1_dz1": lambda right, v, L: each(lambda z: z * (1 - z), v["z1"]),
    "rows loss_data": lambda right, v, L: scale(len(v["X"]), right),
    "rows dLoss_dh2": lambda right, v, L: each(lambda h, t: h - t, v["h2"], v["y"]),
    "two loss_data": lambda right, v, L: [[squares(v) / len(v["X"])]],
    "two dLoss_dh2": lambda right, v, L: scale(2, right),
    "sum loss_data": lambda right, v, L: [[squares(v)]],
    "ridge loss": lambda right, v, L: v["loss_data"],
    "ridge dLoss_dW2": lambda right, v, L: times(turned(v["h1"]), v["dLoss_dz2"]),
    "article-ridge dLoss_dW1": lambda right, v, L: of_article(right, v, L, "W1"),
    "article-ridge dLoss_dW2": lambda right, v, L: of_article(right, v, L, "W2"),
    "bias z1": lambda right, v, L: times(v["X"], v["W1"]),
    "bias z2": lambda right, v, L: times(v["h1"], v["W2"]),
    "early z2": lambda right, v, L: with_row(times(fewer(v["h1"], L), fewer(v["W2"], L)), v["b2"]),
    "uphill W1_next": lambda right, v, L: plus(v["W1"], scale(L["learningRate"], v["dLoss_dW1"])),
    "rate W2_next": lambda right, v, L: plus(v["W2"], scale(-1, v["dLoss_dW2"])),
    "updated dLoss_dh1": lambda right, v, L: times(v["dLoss_dz2"], turned(updated(v, L, "W2", "dLoss_dW2"))),
    "divided dLoss_dz1": lambda right, v, L: each(lambda a, b: a / b, v["dLoss_dh1"], v["dh1_dz1"]),
    "divided W2_next": lambda right, v, L: each(lambda w, g: w - g / L["learningRate"], v["W2"], v["dLoss_dW2"]),
}


def changed(row, col, by):
    """An entry that is off by so many units of its last decimal."""
    def slip(right, v, lesson):
        digits = lesson["digits"]
        it = [[rounded(Fraction(x), digits) for x in line] for line in right]
        it[row][col] += Fraction(by, 10**digits)
        return it
    return slip


def units(matrix, digits):
    return each(lambda it: str(int(it * 10**digits)), matrix)


def answered(lesson):
    its = lesson.pop("slip", None)
    lesson["digits"] = int(lesson["digits"])
    if its is None:
        values = work(lesson)
    elif "name" not in its:
        values = work(lesson, its["at"], changed(int(its["row"]), int(its["col"]), int(its["by"])))
    elif its["name"] == "cut":
        values = work(lesson, shorten=cut)
    elif its["name"] == "early" and "at" not in its:
        digits = lesson["digits"] - int(its["fewer"])
        values = work(lesson, part=lambda x: rounded(x, digits))
    else:
        values = work(lesson, its["at"], SLIPS[f"{its['name']} {its['at']}"])
    return {name: units(it, lesson["digits"]) for name, it in values.items() if name not in GIVEN}


GIVEN = ("X", "y", "W1", "W2", "b1", "b2")
if __name__ == "__main__":
    asked = json.load(sys.stdin, parse_float=Fraction, parse_int=Fraction)
    json.dump([answered(lesson) for lesson in asked], sys.stdout)
