"""What is said, and where, about a text that is no formula."""

import pytest

from custom_objects.formulas import FormulaError, compile_formula
from tests.custom_objects.formulas.evaluations import compiled

CASES = [
    # Nothing, or something that is missing
    ("", 0, "Expected a formula, found nothing."),
    (" \n ", 0, "Expected a formula, found nothing."),
    ("1 +", 3, "Expected a field, value, function or “(”, found the end of"),
    ("1 + * 2", 4, "Expected a field, value, function or “(”, found “*”."),
    ("amount ** 2", 8, "found “*”."),
    ("= 1", 0, "found “=”."),
    (")", 0, "found “)”."),
    ("()", 1, "found “)”."),
    ("(1", 2, "Expected an operator or “)”, found the end of the formula."),
    ("(1, 2)", 2, "Expected an operator or “)”, found “,”."),
    ("1)", 1, "Expected an operator or the end of the formula, found “)”."),
    ("1 2", 2, "Expected an operator or the end of the formula, found “2”."),
    ("amount rate", 7, "found “rate”."),
    ("title 'x'", 6, "found “'x'”."),
    ("round(1", 7, "Expected an operator, “,” or “)”, found the end of the formula."),
    ("round(1 2)", 8, "Expected an operator, “,” or “)”, found “2”."),
    ("round(,1)", 6, "found “,”."),
    ("round(1,)", 8, "found “)”."),
    ("round(", 6, "found the end of the formula."),
    ("not", 3, "found the end of the formula."),
    ("amount and", 10, "found the end of the formula."),
    ("(1)(2)", 3, "found “(”."),
    ("1 < 2 < 3", 6, "Expected “and” between two comparisons, found “<”."),
    ("1 = 2 = true", 6, "Expected “and” between two comparisons, found “=”."),
    # Words and signs
    ("1e5", 1, "Expected an operator after the number 1, found “e”."),
    ("1.", 1, "Expected an operator after the number 1, found “.”."),
    ("1.2.3", 3, "Expected an operator after the number 1.2, found “.”."),
    ("2amount", 1, "Expected an operator after the number 2, found “a”."),
    ("1234567890123456", 0, "Expected at most 15 digits, 6 of them decimals."),
    ("2 * 0.1234567", 4, "Expected at most 15 digits, 6 of them decimals."),
    ("1234567890.123456", 0, "Expected at most 15 digits, 6 of them decimals."),
    ("'abc", 0, "Expected a closing ' for the text that begins here."),
    ("title = \"abc'", 8, 'Expected a closing " for the text that begins here.'),
    (r"'a\qb'", 2, "after the backslash."),
    ("'a\\", 2, "after the backslash."),
    ("'a\x00'", 2, "Expected valid Unicode without NUL in a text."),
    ("'\ud800'", 1, "Expected valid Unicode without NUL in a text."),
    ("1 + ?", 4, "Expected a field, value, function or operator, found “?”."),
    ("a.b", 1, "found “.”."),
    ("a[0]", 1, "found “[”."),
    ("x = “a”", 4, "Expected texts in ' or \", found “"),
    ("\ud800", 0, "found “U+D800”."),
    ("1 \x07", 2, "found “U+0007”."),
    ("é", 0, "found “é”."),
    ("amount | rate", 7, "found “|”."),
    ("{amount", 0, "Expected the slug of a field in braces, such as {amount}."),
    ("1 + {}", 4, "Expected the slug of a field in braces"),
    ("{amount + 1}", 0, "Expected the slug of a field in braces"),
    ("1 }", 2, "found “}”."),
    # Names
    ("ammount + 1", 0, "there is no “ammount”; did you mean “amount”?"),
    ("1 + {titel}", 4, "there is no “titel”; did you mean “title”?"),
    ("Amount", 0, "there is no “Amount”; did you mean “amount”?"),
    ("zzz", 0, "Expected a field, there is no “zzz”."),
    ("__import__", 0, "Expected a field, there is no “__import__”."),
    ("1 + uper('a')", 4, "there is no “uper”; did you mean “upper”?"),
    ("eval('1')", 0, "Expected a function, there is no “eval”"),
    ("1 + upper", 4, "Expected “(” after the function “upper”."),
    ("{and}", 0, "Expected a field, there is no “and”"),
    # Types
    ("1 + title", 4, "Expected a number for +, found text; & joins texts."),
    ("title + 1", 0, "Expected a number for +, found text; & joins texts."),
    ("1 + 2 - title", 8, "Expected a number for -, found text."),
    ("due + 1", 0, "found a date; see add_days and days_between."),
    ("now() - seen", 0, "found a date and time; see add_days and days_between."),
    ("2 * is_won", 4, "Expected a number for *, found true or false."),
    ("-title", 1, "Expected a number for -, found text."),
    ("2 ^ title", 4, "Expected a number for ^, found text."),
    ("title and is_won", 0, "Expected true or false for and, found text."),
    ("is_won && 1", 10, "Expected true or false for and, found a number."),
    ("!amount", 1, "Expected true or false for not, found a number."),
    ("amount = title", 9, "Expected a number to compare with a number, found text;"),
    ("title = amount", 8, "; use number(…) or text(…)."),
    ("due < seen", 6, "found a date and time; use date(…) or datetime(…)."),
    ("due = '2026-11-22'", 6, "Expected a date to compare with a date, found text."),
    ("is_won > is_lost", 0, "Expected = or != between truth values, found >."),
    ("amount = null", 9, "null equals nothing; use is_empty(…)."),
    ("null != amount", 0, "null equals nothing; use is_empty(…)."),
    ("if(amount, 1, 2)", 3, "Expected true or false as “condition” of if, found a"),
    ("if(is_won, 1, 'a')", 14, "Expected a number like the other values of if, found"),
    ("coalesce(due, 'a')", 14, "Expected a date like the other values of coalesce"),
    ("min(1, due)", 7, "Expected a number like the other values of min, found a date."),
    ("min('a', 'b')", 4, "Expected a number or a date or a date and time as “value”"),
    ("upper(1)", 6, "Expected text as “text” of upper, found a number."),
    ("hour(due)", 5, "Expected a date and time as “moment” of hour, found a date."),
    ("upper()", 0, "Expected upper(text), found 0 arguments."),
    ("round(1, 2, 3)", 12, "Expected round(x, places?), found 3 arguments."),
    ("today(1)", 6, "Expected today(), found 1 arguments."),
    ("1 + sum()", 4, "Expected sum(x, …), found 0 arguments."),
    ("date('22.11.2026')", 5, "Expected YYYY-MM-DD in date(…), found “22.11.2026”."),
    ("date('2026-02-30')", 5, "Expected YYYY-MM-DD in date(…), found “2026-02-30”."),
    ("datetime('noon')", 9, "Expected YYYY-MM-DDThh:mm:ssZ in datetime(…), found"),
    # Values
    ("null", 0, "Expected a value, this is always null."),
    ("if(is_won, null)", 0, "Expected a value, this is always null."),
]


@pytest.mark.parametrize(("text", "position", "message"), CASES)
def test_an_error_names_what_was_expected_and_where(text, position, message):
    with pytest.raises(FormulaError) as caught:
        compiled(text)
    assert message in caught.value.message
    assert caught.value.position == position
    assert caught.value.message.endswith((".", "?"))
    # Clients get it as JSON.
    caught.value.message.encode()


def test_an_error_as_text_counts_characters_from_one():
    with pytest.raises(FormulaError, match=r"^At character 5: Expected a field, value"):
        compiled("1 + ?")


def test_only_the_fields_given_exist():
    with pytest.raises(FormulaError, match="there is no “amount”"):
        compile_formula("amount", {})


@pytest.mark.parametrize(
    "text",
    [
        "amount.__class__",
        "().__class__",
        "__import__('os').system('id')",
        "lambda: 1",
        "[x for x in (1,)]",
        "open('/etc/passwd')",
        "title.format(amount)",
        "f'{amount}'",
        "amount; 1",
        "amount := 1",
        "exec('1')",
    ],
)
def test_python_is_no_formula(text):
    with pytest.raises(FormulaError):
        compiled(text)
