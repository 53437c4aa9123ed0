from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("roadmap", "0014_views_with_words"),
    ]

    operations = [
        migrations.AlterField(
            model_name="trackerclash",
            name="means",
            field=models.CharField(blank=True, max_length=24),
        ),
    ]
