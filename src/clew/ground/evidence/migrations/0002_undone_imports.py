from django.db import migrations, models

# Back in the old shape words can stand in one place only: those of undone imports lose their fingerprint.
_APART = "UPDATE evidence_source SET content_hash = 'put away ' || node_id WHERE put_away"


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0001_initial"),
        ("evidence", "0001_initial"),
        ("thread", "0001_initial"),
        ("workspaces", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="source", name="source_once"),
        migrations.AddField(model_name="importbatch", name="undone_at", field=models.DateTimeField(null=True)),
        migrations.AddField(
            model_name="source", name="put_away", field=models.BooleanField(db_default=False, default=False)
        ),
        migrations.RunSQL(migrations.RunSQL.noop, _APART),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.UniqueConstraint(
                condition=models.Q(("put_away", False)), fields=("workspace", "content_hash"), name="source_once"
            ),
        ),
    ]
