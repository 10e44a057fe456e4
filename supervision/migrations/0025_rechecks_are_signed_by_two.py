# Rechecks that one person registered stay in force (`alone`); new ones are signed by two.

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import tianfu.ledger.protection


class Migration(migrations.Migration):

    dependencies = [
        ('papers', '0004_a_new_paper_needs_no_migration'),
        ('supervision', '0024_objects_are_found_by_pieces'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(model_name='recheck', name='recheck_rows'),
        pgtrigger.migrations.RemoveTrigger(model_name='recheck', name='recheck_truncate'),
        migrations.RemoveConstraint(model_name='recheck', name='one_recheck_for_each_return'),
        migrations.RemoveConstraint(model_name='recheck', name='recheck_says_why'),
        migrations.RenameField(model_name='recheck', old_name='task', new_name='subject'),
        migrations.RenameField(model_name='recheck', old_name='made_by', new_name='first_by'),
        migrations.RenameField(model_name='recheck', old_name='made_at', new_name='first_at'),
        migrations.RenameField(model_name='recheck', old_name='reason', new_name='first_note'),
        migrations.AddField(
            model_name='recheck', name='alone',
            field=models.BooleanField(default=True, editable=False, verbose_name='一人登记'),
        ),
        migrations.CreateModel(
            name='RecheckPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(verbose_name='制作时间')),
            ],
            options={
                'verbose_name': '核实和复查记录表',
                'verbose_name_plural': '核实和复查记录表',
            },
        ),
        migrations.AlterModelOptions(
            name='recheck',
            options={'ordering': ['id'], 'verbose_name': '核实和复查记录', 'verbose_name_plural': '核实和复查记录'},
        ),
        migrations.AddField(
            model_name='recheck',
            name='act',
            field=models.CharField(default='recheck', max_length=40, verbose_name='事项'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='recheck',
            name='outcome',
            field=models.CharField(default='recheck', max_length=40, verbose_name='结论'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='recheck',
            name='passed',
            field=models.BooleanField(blank=True, null=True, verbose_name='整改合格'),
        ),
        migrations.AddField(
            model_name='recheck',
            name='second_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='复核时间'),
        ),
        migrations.AddField(
            model_name='recheck',
            name='second_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='复核人'),
        ),
        migrations.AddField(
            model_name='recheck',
            name='second_note',
            field=models.TextField(blank=True, verbose_name='复核意见'),
        ),
        migrations.AddField(
            model_name='recheck',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='撤下时间'),
        ),
        migrations.AddField(
            model_name='recheck',
            name='withdrawn_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤下人'),
        ),
        migrations.AddField(
            model_name='recheck',
            name='withdrawn_note',
            field=models.TextField(blank=True, verbose_name='撤下理由'),
        ),
        migrations.AlterField(
            model_name='recheck',
            name='alone',
            field=models.BooleanField(default=False, editable=False, verbose_name='一人登记'),
        ),
        migrations.AlterField(
            model_name='recheck',
            name='answers',
            field=models.JSONField(blank=True, default=dict, verbose_name='逐项结果'),
        ),
        migrations.AlterField(
            model_name='recheck',
            name='checked_on',
            field=models.DateField(verbose_name='核实或复查日期'),
        ),
        migrations.AlterField(
            model_name='recheck',
            name='first_at',
            field=models.DateTimeField(verbose_name='经办时间'),
        ),
        migrations.AlterField(
            model_name='recheck',
            name='first_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经办人'),
        ),
        migrations.AlterField(
            model_name='recheck',
            name='first_note',
            field=models.TextField(blank=True, verbose_name='经办意见'),
        ),
        migrations.AlterField(
            model_name='recheck',
            name='round',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='轮次'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recheck',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_kept', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='e34e3d1e89d619b08c4f0d3f6f3be78d0c1e9b04', operation='DELETE', pgid='pgtrigger_endorsement_kept_eaab2', table='supervision_recheck', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recheck',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_truncate', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='80e9e9e0ed11e80622ea64d21c1b0ebc37675dfa', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_endorsement_truncate_1bfdd', table='supervision_recheck', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recheck',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_stands', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="\n        IF OLD.second_by_id IS NOT NULL OR OLD.withdrawn_by_id IS NOT NULL OR to_jsonb(OLD) - ARRAY['second_by_id', 'second_at', 'second_note', 'withdrawn_by_id', 'withdrawn_at', 'withdrawn_note']::text[] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['second_by_id', 'second_at', 'second_note', 'withdrawn_by_id', 'withdrawn_at', 'withdrawn_note']::text[] THEN\n            RAISE EXCEPTION '表 % 的记录已经作出，不能改写', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='ba807d76bda506850d31b1156e3bb7580f02c093', operation='UPDATE', pgid='pgtrigger_endorsement_stands_ee9b3', table='supervision_recheck', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recheck',
            trigger=pgtrigger.compiler.Trigger(name='recheck_by_two', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."alone")', func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;", hash='224b1c9a3d815b4ffeb94bc98cce37a25ec73655', operation='INSERT', pgid='pgtrigger_recheck_by_two_5775e', table='supervision_recheck', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='recheck',
            constraint=models.CheckConstraint(condition=models.Q(('second_by__isnull', True), models.Q(('second_by', models.F('first_by')), _negated=True), _connector='OR'), name='supervision_recheck_four_eyes'),
        ),
        migrations.AddConstraint(
            model_name='recheck',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('second_at__isnull', True), ('second_by__isnull', True)), models.Q(('second_at__isnull', False), ('second_by__isnull', False)), _connector='OR'), name='supervision_recheck_second_whole'),
        ),
        migrations.AddConstraint(
            model_name='recheck',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('second_by__isnull', True), ('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='supervision_recheck_withdrawn_whole'),
        ),
        migrations.AddConstraint(
            model_name='recheck',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('subject', 'act', 'round'), name='supervision_recheck_once_a_round'),
        ),
        migrations.AddConstraint(
            model_name='recheck',
            constraint=models.UniqueConstraint(condition=models.Q(('second_by__isnull', True), ('withdrawn_at__isnull', True)), fields=('subject', 'round'), name='supervision_recheck_one_open'),
        ),
        migrations.AddConstraint(
            model_name='recheck',
            constraint=models.CheckConstraint(condition=models.Q(('first_note', ''), _negated=True), name='recheck_says_why'),
        ),
        migrations.AddConstraint(
            model_name='recheck',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('act', 'recheck'), ('passed', None), models.Q(('answers', {}), _negated=True)), models.Q(('act', 'reinspect'), ('answers', {}), ('passed__isnull', False)), _connector='OR'), name='recheck_of_one_kind'),
        ),
        migrations.AddField(
            model_name='recheckpaper',
            name='paper',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='papers.paper', verbose_name='文书'),
        ),
        migrations.AddField(
            model_name='recheckpaper',
            name='recheck',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='record_paper', to='supervision.recheck', verbose_name='记录'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recheckpaper',
            trigger=pgtrigger.compiler.Trigger(name='recheck_paper_rows', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 只能追加，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='a38f9b727612876fffed5bbb2dd09fea1161a532', operation='UPDATE OR DELETE', pgid='pgtrigger_recheck_paper_rows_4f89c', table='supervision_recheckpaper', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='recheckpaper',
            trigger=pgtrigger.compiler.Trigger(name='recheck_paper_truncate', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 只能追加，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='5d60a8f44374327de83b3b6f4a617d052f8cfa28', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_recheck_paper_truncate_7822b', table='supervision_recheckpaper', when='BEFORE')),
        ),
    ]
