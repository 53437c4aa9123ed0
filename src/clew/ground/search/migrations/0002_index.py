from django.db import migrations

from clew.ground.search import index


def up(apps, schema_editor):
    statements = index.SQLITE_UP if schema_editor.connection.vendor == "sqlite" else index.POSTGRESQL_UP
    for statement in statements:
        schema_editor.execute(statement, None)


def down(apps, schema_editor):
    statements = index.SQLITE_DOWN if schema_editor.connection.vendor == "sqlite" else index.POSTGRESQL_DOWN
    for statement in statements:
        schema_editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(up, down)]
