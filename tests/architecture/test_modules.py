"""Do the modules stay short, well named, and in their rooms?"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST = 400
PACKAGES = ("config", "records", "crm", "custom_objects", "tests")
# Words that say where a thing lies, never what it is.
DRAWERS = {"utils", "util", "helpers", "helper", "common", "core", "misc", "base_utils"}
# Nouns of the package above, which the kernel does not know. "contact" alone stands in
# no kernel name; a dialect's prose may say it as an example.
CRM_NOUNS = ("contact", "company", "companies", "deal", "lead", "pipeline", "tagging")


def modules(*packages):
    return sorted(
        path
        for package in packages
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts and "node_modules" not in path.parts
    )


def test_no_module_is_longer_than_four_hundred_lines():
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in modules(*PACKAGES)
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


def test_no_module_is_a_drawer():
    assert [path for path in modules(*PACKAGES) if path.stem in DRAWERS] == []


def test_every_module_says_which_question_it_answers():
    silent = [
        str(path.relative_to(ROOT))
        for path in modules("config", "records", "crm", "custom_objects")
        if path.read_text().strip()
        and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def names_in(path):
    """Yield every identifier and every literal that is no docstring."""
    tree = ast.parse(path.read_text())
    prose = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.ImportFrom(module=str() as name):
                yield name
            case ast.Constant(value=str() as text) if id(node) not in prose:
                yield text


# Where the kernel's examples to clients are: OpenAPI needs some to be understood.
EXAMPLES = ("openapi", "documentation")


@pytest.mark.parametrize(
    "path",
    [
        one
        for one in modules("records")
        if not any(word in str(one.relative_to(ROOT)) for word in EXAMPLES)
    ],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_the_kernel_names_no_noun_of_the_crm(path):
    words = {word for name in names_in(path) for word in name.lower().split("_")}
    spoken = {
        word
        for word in words
        for noun in CRM_NOUNS
        if word in (noun, f"{noun}s", f"crm.{noun}")
    }
    assert spoken == set()


def test_nothing_imports_the_configuration_but_the_entrance():
    importing = [
        str(path.relative_to(ROOT))
        for path in modules("records", "crm", "custom_objects")
        for name in names_in(path)
        if name == "config" or name.startswith("config.")
        if f"from {name} import" in path.read_text()
    ]
    assert importing == []
