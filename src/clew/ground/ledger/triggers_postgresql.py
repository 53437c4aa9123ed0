"""The guards in PostgreSQL's own language."""

from collections.abc import Iterator

from clew.ground.ledger.guards import MOVED, OUT_OF_BOUNDS, Border, GuardedTable, Rule

FIND = (
    "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
    " WHERE t.tgname LIKE 'clew\\_%' AND NOT t.tgisinternal AND pg_table_is_visible(c.oid)"
)
LIFTED = "coalesce(current_setting('clew.maintenance', true), '') <> ''"

FUNCTIONS = """
CREATE OR REPLACE FUNCTION clew_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'clew: %: %', TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'check_violation';
END $$;
CREATE OR REPLACE FUNCTION clew_border() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE inside boolean; target bigint;
BEGIN
  EXECUTE format('SELECT ($1).%I', TG_ARGV[0]) INTO target USING NEW;
  IF target IS NULL THEN RETURN NEW; END IF;
  EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE %I = $1 AND %I = $2)', TG_ARGV[1], TG_ARGV[2], TG_ARGV[3])
    INTO inside USING target, NEW.workspace_id;
  IF NOT inside THEN
    RAISE EXCEPTION 'clew: %: % lies in another workspace', TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION clew_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE subject jsonb; b jsonb; a jsonb; act text := coalesce(current_setting('clew.act', true), '');
BEGIN
  IF current_setting('clew.maintenance', true) = 'unrecorded' THEN RETURN NULL; END IF;
  subject := CASE WHEN TG_OP = 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
  IF TG_OP = 'INSERT' THEN a := subject;
  ELSIF TG_OP = 'DELETE' THEN b := subject;
  ELSE
    SELECT jsonb_object_agg(o.key, o.value), jsonb_object_agg(n.key, n.value) INTO b, a
      FROM jsonb_each(to_jsonb(OLD)) o JOIN jsonb_each(to_jsonb(NEW)) n ON n.key = o.key WHERE n.value IS DISTINCT FROM o.value;
    IF a IS NULL THEN RETURN NULL; END IF;
  END IF;
  INSERT INTO ledger_entry (at, act, act_name, actor_id, workspace_id, node_id, table_name, row_id, operation, before, after)
  VALUES (clock_timestamp(), act, coalesce(current_setting('clew.act_name', true), ''),
          nullif(current_setting('clew.actor', true), '')::bigint, (subject->>TG_ARGV[2])::bigint,
          (subject->>TG_ARGV[1])::bigint, TG_TABLE_NAME, (subject->>TG_ARGV[0])::bigint, lower(TG_OP),
          b, a);
  RETURN NULL;
END $$;
"""


def drop_statement(name: str, table: str) -> str:
    return f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"'


def statements(tables: list[GuardedTable]) -> Iterator[str]:
    yield FUNCTIONS
    for table in tables:
        for border in table.borders:
            yield _border(table, border)
        if table.has_workspace:
            yield _refuse(table, "stays", 'UPDATE OF "workspace_id"', MOVED, "this stays in its workspace")
        if table.bounds:
            yield _refuse(table, "bounds", "INSERT OR UPDATE", " OR ".join(table.bounds), OUT_OF_BOUNDS)
        if table.keeps_its_rows:
            yield _refuse(table, "emptied", "TRUNCATE", f"NOT ({LIFTED})", "this is never deleted", each="STATEMENT")
        if table.guards.append_only:
            yield _refuse(table, "kept", "DELETE", f"NOT ({LIFTED})", "this is never deleted")
            yield _refuse(table, "frozen", "UPDATE", f"NOT ({LIFTED}) AND ({_changed(table)})", "this is never changed")
        for rule in table.guards.rules:
            yield from _rule(table, rule)
        if table.guards.recorded:
            yield _record(table)


def _refuse(table: GuardedTable, name: str, operation: str, when: str, message: str, *, each: str = "ROW") -> str:
    return (
        f'CREATE TRIGGER "clew_{table.table}_{name}" BEFORE {operation} ON "{table.table}" FOR EACH {each}'
        f" WHEN ({when}) EXECUTE FUNCTION clew_refuse('{message}')"
    )


def _rule(table: GuardedTable, rule: Rule) -> Iterator[str]:
    """A rule may look at other tables, which a trigger's WHEN may not: so it gets a function of its own."""
    function = f"clew_rule_{table.table}_{rule.name}"
    yield (
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF NOT ({LIFTED}) AND ({rule.when}) THEN"
        f" RAISE EXCEPTION 'clew: {table.table}: {rule.message}' USING ERRCODE = 'check_violation'; END IF;"
        " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    yield (
        f'CREATE TRIGGER "clew_{table.table}_{rule.name}" BEFORE {rule.operation} ON "{table.table}"'
        f" FOR EACH ROW EXECUTE FUNCTION {function}()"
    )


def _border(table: GuardedTable, border: Border) -> str:
    arguments = ", ".join(
        f"'{a}'" for a in (border.column, border.target_table, border.target_key, border.target_workspace)
    )
    return (
        f'CREATE TRIGGER "clew_{table.table}_border_{border.column}" BEFORE INSERT OR UPDATE OF "{border.column}", "workspace_id"'
        f' ON "{table.table}" FOR EACH ROW EXECUTE FUNCTION clew_border({arguments})'
    )


def _changed(table: GuardedTable) -> str:
    frozen = [f'OLD."{c}" IS DISTINCT FROM NEW."{c}"' for c in table.frozen_columns]
    once = [
        f'(coalesce(OLD."{c}"::text, \'\') <> \'\' AND OLD."{c}" IS DISTINCT FROM NEW."{c}")'
        for c in table.guards.set_once
    ]
    return " OR ".join(frozen + once)


def _record(table: GuardedTable) -> str:
    operations = "UPDATE OR DELETE" if table.guards.quiet_insert else "INSERT OR UPDATE OR DELETE"
    node = table.guards.node or "-"
    return (
        f'CREATE TRIGGER "clew_{table.table}_record" AFTER {operations} ON "{table.table}"'
        f" FOR EACH ROW EXECUTE FUNCTION clew_record('{table.key}', '{node}', '{table.guards.workspace}')"
    )
