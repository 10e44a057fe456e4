from django.db import migrations

# The values of `Role` when this was written; the groups repeated their table of permissions.
ROLES = (
    "prefecture_officer", "prefecture_approver", "province_officer", "province_approver", "operator_officer",
    "department_officer", "committee_member", "expert", "laboratory_user", "alliance_secretariat",
    "standards_officer", "inspector", "spotcheck_manager", "complaint_officer", "appeal_officer",
    "supervisor_volunteer", "auditor", "system_admin",
)


def forget_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES, user=None).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0010_regions_have_three_levels"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(forget_groups, migrations.RunPython.noop)]
