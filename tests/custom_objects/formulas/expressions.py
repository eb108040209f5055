"""Random expressions as trees of tuples, and how they are written.

A tree is ``("+", left, right)``, ``("negative", operand)``, ``("field", slug)``,
``("constant", value)`` or ``("call", name, *arguments)``.
"""

from decimal import Decimal
from functools import cache

from hypothesis import strategies as some

COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
NUMBERS = some.decimals(-(10**9), 10**9, places=4, allow_nan=False) | some.integers(
    -9, 9
).map(Decimal)
TEXTS = some.text("aÄßz'\"\\ \n🙂", max_size=6)
FIELDS = some.fixed_dictionaries(
    {
        "amount": some.none() | NUMBERS,
        "rate": some.none() | NUMBERS,
        "title": some.none() | TEXTS,
        "note": some.none() | TEXTS,
        "is_won": some.none() | some.booleans(),
        "is_lost": some.none() | some.booleans(),
    }
)


def _fields(*slugs):
    return some.tuples(some.just("field"), some.sampled_from(slugs))


def _constants(values):
    return some.tuples(some.just("constant"), values)


def _calls(name, *arguments):
    return some.tuples(some.just("call"), some.just(name), *arguments)


@cache
def numbers(depth):
    """Expressions that give a number; negative ones are signs before constants."""
    leaves = _fields("amount", "rate") | _constants(NUMBERS.map(abs))
    if not depth:
        return leaves
    inner = numbers(depth - 1)
    places = _constants(some.integers(0, 3).map(Decimal))
    return some.one_of(
        leaves,
        some.tuples(some.sampled_from("+-*/%"), inner, inner),
        some.tuples(some.just("^"), inner, places),
        some.tuples(some.just("negative"), inner),
        _calls("if", booleans(depth - 1), inner, inner),
        _calls("coalesce", inner, inner),
        _calls("round", inner, places),
        _calls("floor", inner),
        _calls("ceil", inner),
        _calls("min", inner, inner),
        _calls("sum", inner, inner, inner),
        _calls("len", texts(depth - 1)),
    )


@cache
def texts(depth):
    """Expressions that give text."""
    leaves = _fields("title", "note") | _constants(TEXTS)
    if not depth:
        return leaves
    inner = texts(depth - 1)
    anything = some.one_of(inner, numbers(depth - 1), booleans(depth - 1))
    return some.one_of(
        leaves,
        some.tuples(some.just("&"), anything, anything),
        _calls("if", booleans(depth - 1), inner, inner),
        _calls("coalesce", inner, inner),
        _calls("upper", inner),
        _calls("text", anything),
    )


@cache
def booleans(depth):
    """Expressions that give true or false."""
    leaves = _fields("is_won", "is_lost") | _constants(some.booleans())
    if not depth:
        return leaves
    inner = booleans(depth - 1)
    alike = some.one_of(
        some.tuples(numbers(depth - 1), numbers(depth - 1)),
        some.tuples(texts(depth - 1), texts(depth - 1)),
    )
    comparisons = some.tuples(some.sampled_from(COMPARISONS), alike)
    return some.one_of(
        leaves,
        comparisons.map(lambda drawn: (drawn[0], *drawn[1])),
        some.tuples(some.sampled_from(["=", "!="]), inner, inner),
        some.tuples(some.sampled_from(["and", "or"]), inner, inner),
        some.tuples(some.just("not"), inner),
        _calls("is_empty", some.one_of(inner, numbers(depth - 1), texts(depth - 1))),
        _calls("contains", texts(depth - 1), texts(depth - 1)),
    )


PRECEDENCE = [
    {"or"},
    {"and"},
    {"not"},
    set(COMPARISONS),
    {"&"},
    {"+", "-"},
    {"*", "/", "%"},
    {"negative"},
    {"^"},
    {"constant", "field", "call"},
]
SPELLINGS = {
    "and": ["and", "AND", "&&"],
    "or": ["or", "Or", "||"],
    "not": ["not ", "NOT ", "!", "! "],
    "=": ["=", "=="],
    "!=": ["!=", "<>"],
}


def precedence(tree):
    return next(
        place for place, operators in enumerate(PRECEDENCE) if tree[0] in operators
    )


def written(tree, choose):
    """Return the tree as a formula, with no parenthesis that is not needed.

    ``choose`` picks one of a list of spellings.
    """
    match tree:
        case ("constant", value):
            return _literal(value, choose)
        case ("field", slug):
            return choose([slug, f"{{{slug}}}", f"{{ {slug} }}"])
        case ("call", name, *arguments):
            inside = choose([",", ", "]).join(written(one, choose) for one in arguments)
            return f"{choose([name, name.upper()])}({inside})"
    return _operation(tree, choose)


def _operation(tree, choose):
    own = precedence(tree)
    spelled = choose(SPELLINGS.get(tree[0], [tree[0]]))

    def within(child, lowest):
        text = written(child, choose)
        return f"({text})" if precedence(child) < lowest else text

    match tree:
        case ("not", operand):
            return spelled + within(operand, own)
        case ("negative", operand):
            return "-" + within(operand, own)
        case ("^", base, exponent):
            return f"{within(base, own + 1)}^{within(exponent, own)}"
    _sign, left, right = tree
    lowest = own + 1 if tree[0] in COMPARISONS else own
    return f"{within(left, lowest)} {spelled} {within(right, own + 1)}"


def _literal(value, choose):
    if isinstance(value, bool):
        word = str(value)
        return choose([word, word.lower(), word.upper()])
    if isinstance(value, Decimal):
        return format(value, "f")
    quote = choose(["'", '"'])
    inside = value.replace("\\", "\\\\").replace(quote, "\\" + quote)
    return quote + inside + quote
