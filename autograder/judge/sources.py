"""What of a module's source code belongs to a name in it.  Read, never run."""

from __future__ import annotations

import ast


def closure(module: ast.Module, names: set[str]) -> list[ast.stmt]:
    """The top-level statements on which these names depend, directly or not, in their order.

    A statement that defines nothing, such as a call that fills a table, belongs to the names that it mentions.
    """
    about = [(statement, defined_by(statement), used_by(statement)) for statement in module.body]
    needed = set(names)
    chosen: set[int] = set()
    while True:
        added = {
            number
            for number, (_, defined, used) in enumerate(about)
            if number not in chosen and (defined & needed or (not defined and used & needed))
        }
        if not added:
            return [module.body[number] for number in sorted(chosen)]
        chosen |= added
        needed = needed.union(*(about[number][2] for number in added))


def defined_by(statement: ast.stmt) -> set[str]:
    """The names that a top-level statement binds."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {statement.name}
    names: set[str] = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.alias):
            names.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
    return names


def used_by(statement: ast.stmt) -> set[str]:
    """The names that a top-level statement reads, also those that are its functions' own."""
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
