"""The full-text index itself, in each engine's language; created by the first migration."""

FOLD_FROM = "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿāăąćčďđēęěğīįłńňōőŕřśşšťūůűźżžÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝ"
FOLD_TO = "aaaaaaceeeeiiiinoooooouuuuyyaaaccddeeegiilnnoorrssstuuuzzzaaaaaaceeeeiiiinoooooouuuuy"

SQLITE_UP = (
    "CREATE VIRTUAL TABLE search_fts USING fts5(title, body, space, content='search_document', content_rowid='node_id',"
    " tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE TRIGGER search_fts_insert AFTER INSERT ON search_document BEGIN"
    " INSERT INTO search_fts(rowid, title, body, space) VALUES (NEW.node_id, NEW.title, NEW.body, NEW.space); END",
    "CREATE TRIGGER search_fts_delete AFTER DELETE ON search_document BEGIN"
    " INSERT INTO search_fts(search_fts, rowid, title, body, space) VALUES ('delete', OLD.node_id, OLD.title, OLD.body, OLD.space); END",
    "CREATE TRIGGER search_fts_update AFTER UPDATE OF title, body, space ON search_document BEGIN"
    " INSERT INTO search_fts(search_fts, rowid, title, body, space) VALUES ('delete', OLD.node_id, OLD.title, OLD.body, OLD.space);"
    " INSERT INTO search_fts(rowid, title, body, space) VALUES (NEW.node_id, NEW.title, NEW.body, NEW.space); END",
)
SQLITE_DOWN = (
    "DROP TRIGGER search_fts_insert",
    "DROP TRIGGER search_fts_delete",
    "DROP TRIGGER search_fts_update",
    "DROP TABLE search_fts",
)
# No contrib extension may be needed, so accents are folded by `translate` and not by `unaccent`.
POSTGRESQL_UP = (
    "ALTER TABLE search_document ADD COLUMN words tsvector GENERATED ALWAYS AS ("
    f"setweight(to_tsvector('english', translate(title, '{FOLD_FROM}', '{FOLD_TO}')), 'A') ||"
    f" setweight(to_tsvector('english', translate(left(body, 250000), '{FOLD_FROM}', '{FOLD_TO}')), 'D')) STORED",
    "CREATE INDEX search_words ON search_document USING gin (words)",
)
POSTGRESQL_DOWN = ("DROP INDEX search_words", "ALTER TABLE search_document DROP COLUMN words")

# What a document meant goes with its words, whoever takes them out.
SQLITE_FORGET = (
    "CREATE TRIGGER search_vector_update AFTER UPDATE OF title, body ON search_document"
    " WHEN NEW.title <> OLD.title OR NEW.body <> OLD.body BEGIN"
    " DELETE FROM search_vector WHERE document_id = OLD.node_id;"
    " UPDATE search_document SET is_read = 0 WHERE node_id = NEW.node_id; END",
    "CREATE TRIGGER search_vector_delete AFTER DELETE ON search_document BEGIN"
    " DELETE FROM search_vector WHERE document_id = OLD.node_id; END",
)
SQLITE_REMEMBER = ("DROP TRIGGER search_vector_update", "DROP TRIGGER search_vector_delete")
POSTGRESQL_FORGET = (
    "CREATE FUNCTION search_forget() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " DELETE FROM search_vector WHERE document_id = OLD.node_id;"
    " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;"
    " NEW.is_read := false; RETURN NEW; END $$",
    "CREATE TRIGGER search_vector_update BEFORE UPDATE OF title, body ON search_document FOR EACH ROW"
    " WHEN (NEW.title <> OLD.title OR NEW.body <> OLD.body) EXECUTE FUNCTION search_forget()",
    "CREATE TRIGGER search_vector_delete BEFORE DELETE ON search_document FOR EACH ROW EXECUTE FUNCTION search_forget()",
)
POSTGRESQL_REMEMBER = (
    "DROP TRIGGER search_vector_update ON search_document",
    "DROP TRIGGER search_vector_delete ON search_document",
    "DROP FUNCTION search_forget()",
)


def fold(text: str) -> str:
    """The same folding as the PostgreSQL index does."""
    return text.translate(str.maketrans(FOLD_FROM, FOLD_TO))
