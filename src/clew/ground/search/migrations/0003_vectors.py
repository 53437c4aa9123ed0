import django.db.models.deletion
from django.db import migrations, models

from clew.ground.search import index


def is_read(apps, schema_editor):
    """Not by Django, which would make SQLite's table anew and lose the triggers of the full-text index."""
    false = "0" if schema_editor.connection.vendor == "sqlite" else "false"
    schema_editor.execute(f"ALTER TABLE search_document ADD COLUMN is_read bool NOT NULL DEFAULT {false}", None)


def is_not_read(apps, schema_editor):
    schema_editor.execute("ALTER TABLE search_document DROP COLUMN is_read", None)


def up(apps, schema_editor):
    statements = index.SQLITE_FORGET if schema_editor.connection.vendor == "sqlite" else index.POSTGRESQL_FORGET
    for statement in statements:
        schema_editor.execute(statement, None)


def down(apps, schema_editor):
    statements = index.SQLITE_REMEMBER if schema_editor.connection.vendor == "sqlite" else index.POSTGRESQL_REMEMBER
    for statement in statements:
        schema_editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_index"), ("workspaces", "0002_tokens")]

    operations = [
        migrations.CreateModel(
            name="SearchVector",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("vector", models.BinaryField()),
                (
                    "workspace",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="workspaces.workspace"
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="search.searchdocument"
                    ),
                ),
            ],
            options={
                "db_table": "search_vector",
                "indexes": [models.Index(fields=["workspace", "id"], name="search_vector_newest")],
            },
        ),
        migrations.SeparateDatabaseAndState(
            [migrations.RunPython(is_read, is_not_read)],
            [
                migrations.AddField("searchdocument", "is_read", models.BooleanField(db_default=False, default=False)),
            ],
        ),
        migrations.AddIndex(
            "searchdocument",
            models.Index(condition=models.Q(("is_read", False)), fields=["workspace", "node_id"], name="search_unread"),
        ),
        migrations.RunPython(up, down),
    ]
