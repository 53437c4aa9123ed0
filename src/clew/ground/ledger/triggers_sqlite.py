"""The guards in SQLite's own language."""

from collections.abc import Iterator

from clew.ground.ledger.guards import MOVED, OUT_OF_BOUNDS, Border, GuardedTable, Rule

FIND = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'clew\\_%' ESCAPE '\\'"
NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"


def drop_statement(name: str, table: str) -> str:
    return f'DROP TRIGGER IF EXISTS "{name}"'  # SQLite knows a trigger by its name alone


def statements(tables: list[GuardedTable]) -> Iterator[str]:
    for table in tables:
        for border in table.borders:
            yield from _border(table, border)
        if table.has_workspace:
            yield _refuse(table, "stays", 'UPDATE OF "workspace_id"', MOVED, "this stays in its workspace")
        if table.bounds:
            for operation in ("INSERT", "UPDATE"):
                yield _refuse(
                    table, f"bounds_{operation[0].lower()}", operation, " OR ".join(table.bounds), OUT_OF_BOUNDS
                )
        if table.guards.append_only:
            yield _refuse(table, "kept", "DELETE", "clew_maintenance() = 0", "this is never deleted")
            yield _refuse(table, "frozen", "UPDATE", _changed(table), "this is never changed")
        for rule in table.guards.rules:
            yield _rule(table, rule)
        if table.guards.recorded:
            yield from _record(table)


def _refuse(table: GuardedTable, name: str, operation: str, when: str, message: str) -> str:
    return (
        f'CREATE TRIGGER "clew_{table.table}_{name}" BEFORE {operation} ON "{table.table}" WHEN {when}'
        f" BEGIN SELECT RAISE(ABORT, 'clew: {table.table}: {message}'); END"
    )


def _rule(table: GuardedTable, rule: Rule) -> str:
    return _refuse(table, rule.name, rule.operation, f"clew_maintenance() = 0 AND ({rule.when})", rule.message)


def _border(table: GuardedTable, border: Border) -> Iterator[str]:
    outside = (
        f'NEW."{border.column}" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "{border.target_table}" t WHERE'
        f' t."{border.target_key}" = NEW."{border.column}" AND t."{border.target_workspace}" = NEW."workspace_id")'
    )
    message = f"{border.column} lies in another workspace"
    yield _refuse(table, f"border_i_{border.column}", "INSERT", outside, message)
    yield _refuse(table, f"border_u_{border.column}", f'UPDATE OF "{border.column}", "workspace_id"', outside, message)


def _changed(table: GuardedTable) -> str:
    frozen = [f'OLD."{c}" IS NOT NEW."{c}"' for c in table.frozen_columns]
    once = [
        f'(OLD."{c}" IS NOT NULL AND OLD."{c}" <> \'\' AND OLD."{c}" IS NOT NEW."{c}")' for c in table.guards.set_once
    ]
    return f"clew_maintenance() = 0 AND ({' OR '.join(frozen + once)})"


def _record(table: GuardedTable) -> Iterator[str]:
    if not table.guards.quiet_insert:
        yield _recorder(table, "insert", "NEW", "NULL", _json(table, "NEW"), "")
    changed = " OR ".join(f'OLD."{c}" IS NOT NEW."{c}"' for c in table.columns)
    yield _recorder(
        table, "update", "NEW", _difference(table, "OLD", "NEW"), _difference(table, "NEW", "OLD"), f" AND ({changed})"
    )
    yield _recorder(table, "delete", "OLD", _json(table, "OLD"), "NULL", "")


def _recorder(table: GuardedTable, operation: str, row: str, before: str, after: str, and_when: str) -> str:
    workspace = f'{row}."{table.guards.workspace}"' if table.guards.workspace in table.columns else "NULL"
    node = f'{row}."{table.guards.node}"' if table.guards.node else "NULL"
    return (
        f'CREATE TRIGGER "clew_{table.table}_record_{operation}" AFTER {operation.upper()} ON "{table.table}"'
        f" WHEN clew_recorded() = 1{and_when} BEGIN"
        " INSERT INTO ledger_entry (at, act, act_name, actor_id, workspace_id, node_id, table_name, row_id, operation, before, after)"
        f" VALUES ({NOW}, clew_act(), clew_act_name(), clew_actor(), {workspace}, {node}, '{table.table}', {row}.\"{table.key}\","
        f" '{operation}', {before}, {after}); END"
    )


def _json(table: GuardedTable, row: str) -> str:
    pairs = ", ".join("'" + c + "', " + row + '."' + c + '"' for c in table.columns)
    return f"json_object({pairs})"


def _difference(table: GuardedTable, of: str, against: str) -> str:
    return (
        f"(SELECT json_group_object(a.key, a.value) FROM json_each({_json(table, of)}) a"
        f" JOIN json_each({_json(table, against)}) b ON a.key = b.key WHERE a.value IS NOT b.value)"
    )
