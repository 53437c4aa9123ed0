from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("roadmap", "0015_a_clash_may_mean_nothing"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(
                fields=["taken_off_at"],
                condition=Q(taken_off_at__isnull=False, file__isnull=False),
                name="attachment_goes",
            ),
        ),
    ]
