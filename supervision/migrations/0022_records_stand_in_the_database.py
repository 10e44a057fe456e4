"""Signed proposals and the blacklist are neither deleted nor rewritten; one proposal stands at a time."""

import pgtrigger.compiler
import pgtrigger.migrations
import tianfu.ledger.protection
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0003_discarded_content_lies_on_for_its_days'),
        ('supervision', '0021_values_are_corrected'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='blacklistendorsement',
            name='endorsement_stays',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='blacklistentry',
            name='blacklist_entry_stands',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='blacklistentry',
            name='blacklist_entry_stays',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='deviation',
            name='endorsement_stays',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='drawendorsement',
            name='endorsement_stays',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='itemendorsement',
            name='endorsement_stays',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='leadendorsement',
            name='endorsement_stays',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='resultcorrection',
            name='endorsement_stays',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='resultcorrection',
            name='correction_text_stays',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='resultcorrection',
            name='correction_stays',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='valuecorrection',
            name='endorsement_stays',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='blacklistendorsement',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_kept', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='c6ca396a47e80d2b7017038094e316e58b584beb', operation='DELETE', pgid='pgtrigger_endorsement_kept_9adf4', table='supervision_blacklistendorsement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='blacklistendorsement',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_truncate', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='20b995a1018ec507deee9ee1bbc4bc45ade1e943', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_endorsement_truncate_5e4b3', table='supervision_blacklistendorsement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='blacklistendorsement',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_stands', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="\n        IF OLD.second_by_id IS NOT NULL OR OLD.withdrawn_by_id IS NOT NULL OR to_jsonb(OLD) - ARRAY['second_by_id', 'second_at', 'second_note', 'withdrawn_by_id', 'withdrawn_at', 'withdrawn_note']::text[] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['second_by_id', 'second_at', 'second_note', 'withdrawn_by_id', 'withdrawn_at', 'withdrawn_note']::text[] THEN\n            RAISE EXCEPTION '表 % 的记录已经作出，不能改写', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='1f4482532e7b972cffba568f99f66ad4bef0886c', operation='UPDATE', pgid='pgtrigger_endorsement_stands_d19bc', table='supervision_blacklistendorsement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='blacklistentry',
            trigger=pgtrigger.compiler.Trigger(name='blacklist_entry_stands', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="\nIF (NEW.uscc, NEW.name, NEW.grounds, NEW.cause, NEW.months) IS DISTINCT FROM\n    (OLD.uscc, OLD.name, OLD.grounds, OLD.cause, OLD.months) OR OLD.state IN ('removed', 'dropped') OR (OLD.state = 'listed' AND (NEW.uscc, NEW.name, NEW.grounds, NEW.cause, NEW.months, NEW.number, NEW.since, NEW.until, NEW.entered_by_id, NEW.entered_at)\n    IS DISTINCT FROM (OLD.uscc, OLD.name, OLD.grounds, OLD.cause, OLD.months, OLD.number, OLD.since, OLD.until, OLD.entered_by_id, OLD.entered_at)) THEN\n  RAISE EXCEPTION '黑名单的记录不能修改' USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN NEW;\n", hash='c120bfb7dfd16319b23c39c0ea0ef79da8d23349', operation='UPDATE', pgid='pgtrigger_blacklist_entry_stands_d5e5d', table='supervision_blacklistentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='blacklistentry',
            trigger=pgtrigger.compiler.Trigger(name='blacklist_entry_kept', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='b627ea8f20969ca7860d141fda599bcb472cfb27', operation='DELETE', pgid='pgtrigger_blacklist_entry_kept_8ec1c', table='supervision_blacklistentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='blacklistentry',
            trigger=pgtrigger.compiler.Trigger(name='blacklist_entry_truncate', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='e53acae0cc2a7b6880141abf17086bb7bccea64a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_blacklist_entry_truncate_f3159', table='supervision_blacklistentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='deviation',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_kept', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='eda83b4b4babe0e1d29fa0ff5a1599390ec754c5', operation='DELETE', pgid='pgtrigger_endorsement_kept_7a47e', table='supervision_deviation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='deviation',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_truncate', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='d09677f8664bc909d368138fa646584d81f2b751', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_endorsement_truncate_c2b3b', table='supervision_deviation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='deviation',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_stands', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="\n        IF OLD.second_by_id IS NOT NULL OR OLD.withdrawn_by_id IS NOT NULL OR to_jsonb(OLD) - ARRAY['second_by_id', 'second_at', 'second_note', 'withdrawn_by_id', 'withdrawn_at', 'withdrawn_note', 'replacement_id']::text[] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['second_by_id', 'second_at', 'second_note', 'withdrawn_by_id', 'withdrawn_at', 'withdrawn_note', 'replacement_id']::text[] THEN\n            RAISE EXCEPTION '表 % 的记录已经作出，不能改写', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='5f1e750af4a954cdcee2ae64701a9e4457cd4a0f', operation='UPDATE', pgid='pgtrigger_endorsement_stands_97619', table='supervision_deviation', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='drawendorsement',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_kept', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='cfecc2f108d7a7e5f2243dbcb799e5ff8ff3a9c9', operation='DELETE', pgid='pgtrigger_endorsement_kept_13309', table='supervision_drawendorsement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='drawendorsement',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_truncate', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='e2cdac03e8f940938e4c175414d84787cca166b7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_endorsement_truncate_fcc6f', table='supervision_drawendorsement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='drawendorsement',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_stands', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="\n        IF OLD.second_by_id IS NOT NULL OR OLD.withdrawn_by_id IS NOT NULL OR to_jsonb(OLD) - ARRAY['second_by_id', 'second_at', 'second_note', 'withdrawn_by_id', 'withdrawn_at', 'withdrawn_note']::text[] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['second_by_id', 'second_at', 'second_note', 'withdrawn_by_id', 'withdrawn_at', 'withdrawn_note']::text[] THEN\n            RAISE EXCEPTION '表 % 的记录已经作出，不能改写', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='2791efcefdc90d28083e15043301fb843126720c', operation='UPDATE', pgid='pgtrigger_endorsement_stands_00d44', table='supervision_drawendorsement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='itemendorsement',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_kept', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='685d4edc2020ee40436d95803c661796798dc310', operation='DELETE', pgid='pgtrigger_endorsement_kept_c1236', table='supervision_itemendorsement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='itemendorsement',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_truncate', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='23e98da20fd0403fdb0011a6d8d0145d3e54e234', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_endorsement_truncate_cb746', table='supervision_itemendorsement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='itemendorsement',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_stands', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="\n        IF OLD.second_by_id IS NOT NULL OR OLD.withdrawn_by_id IS NOT NULL OR to_jsonb(OLD) - ARRAY['second_by_id', 'second_at', 'second_note', 'withdrawn_by_id', 'withdrawn_at', 'withdrawn_note']::text[] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['second_by_id', 'second_at', 'second_note', 'withdrawn_by_id', 'withdrawn_at', 'withdrawn_note']::text[] THEN\n            RAISE EXCEPTION '表 % 的记录已经作出，不能改写', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='871f6ef44752a60097f4cebb9e94c2c2145a3c03', operation='UPDATE', pgid='pgtrigger_endorsement_stands_42a8b', table='supervision_itemendorsement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='leadendorsement',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_kept', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='d7c355df1931210ecdfc75bf9157e4af20ed0979', operation='DELETE', pgid='pgtrigger_endorsement_kept_cb6f9', table='supervision_leadendorsement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='leadendorsement',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_truncate', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='b9090a33a0bd8dee4588e48c673571a0a56789e4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_endorsement_truncate_4aa02', table='supervision_leadendorsement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='leadendorsement',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_stands', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="\n        IF OLD.second_by_id IS NOT NULL OR OLD.withdrawn_by_id IS NOT NULL OR to_jsonb(OLD) - ARRAY['second_by_id', 'second_at', 'second_note', 'withdrawn_by_id', 'withdrawn_at', 'withdrawn_note']::text[] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['second_by_id', 'second_at', 'second_note', 'withdrawn_by_id', 'withdrawn_at', 'withdrawn_note']::text[] THEN\n            RAISE EXCEPTION '表 % 的记录已经作出，不能改写', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='e58ab20d12b7791fc14ed5cd294edbce769c1c1b', operation='UPDATE', pgid='pgtrigger_endorsement_stands_f310f', table='supervision_leadendorsement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='resultcorrection',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_kept', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='25d365527b865d903a346a729e56bd1e2472932f', operation='DELETE', pgid='pgtrigger_endorsement_kept_621e2', table='supervision_resultcorrection', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='resultcorrection',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_truncate', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='0e95bd02420677766b9c5dab88bf95cdf7493424', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_endorsement_truncate_511f0', table='supervision_resultcorrection', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='resultcorrection',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_stands', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="\n        IF OLD.second_by_id IS NOT NULL OR OLD.withdrawn_by_id IS NOT NULL OR to_jsonb(OLD) - ARRAY['second_by_id', 'second_at', 'second_note', 'withdrawn_by_id', 'withdrawn_at', 'withdrawn_note']::text[] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['second_by_id', 'second_at', 'second_note', 'withdrawn_by_id', 'withdrawn_at', 'withdrawn_note']::text[] THEN\n            RAISE EXCEPTION '表 % 的记录已经作出，不能改写', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='f27c56c80ae82c9494a3a19c0ae85dfa2879ee35', operation='UPDATE', pgid='pgtrigger_endorsement_stands_a04d5', table='supervision_resultcorrection', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='valuecorrection',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_kept', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='3a27c18cf428f0bab9ce6d12ff94755d9f1c49ea', operation='DELETE', pgid='pgtrigger_endorsement_kept_73cc5', table='supervision_valuecorrection', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='valuecorrection',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_truncate', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='1027ace0f9db384abee30754fabc249558d4c6e3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_endorsement_truncate_642f5', table='supervision_valuecorrection', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='valuecorrection',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_stands', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="\n        IF OLD.second_by_id IS NOT NULL OR OLD.withdrawn_by_id IS NOT NULL OR to_jsonb(OLD) - ARRAY['second_by_id', 'second_at', 'second_note', 'withdrawn_by_id', 'withdrawn_at', 'withdrawn_note']::text[] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['second_by_id', 'second_at', 'second_note', 'withdrawn_by_id', 'withdrawn_at', 'withdrawn_note']::text[] THEN\n            RAISE EXCEPTION '表 % 的记录已经作出，不能改写', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='e3027b2f3752c94017f25cb709838d24671228f3', operation='UPDATE', pgid='pgtrigger_endorsement_stands_e0270', table='supervision_valuecorrection', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='blacklistendorsement',
            constraint=models.UniqueConstraint(condition=models.Q(('second_by__isnull', True), ('withdrawn_at__isnull', True)), fields=('subject', 'round'), name='supervision_blacklistendorsement_one_open'),
        ),
        migrations.AddConstraint(
            model_name='drawendorsement',
            constraint=models.UniqueConstraint(condition=models.Q(('second_by__isnull', True), ('withdrawn_at__isnull', True)), fields=('subject', 'round'), name='supervision_drawendorsement_one_open'),
        ),
        migrations.AddConstraint(
            model_name='itemendorsement',
            constraint=models.UniqueConstraint(condition=models.Q(('second_by__isnull', True), ('withdrawn_at__isnull', True)), fields=('subject', 'round'), name='supervision_itemendorsement_one_open'),
        ),
        migrations.AddConstraint(
            model_name='leadendorsement',
            constraint=models.UniqueConstraint(condition=models.Q(('second_by__isnull', True), ('withdrawn_at__isnull', True)), fields=('subject', 'round'), name='supervision_leadendorsement_one_open'),
        ),
        migrations.AddConstraint(
            model_name='resultcorrection',
            constraint=models.UniqueConstraint(condition=models.Q(('second_by__isnull', True), ('withdrawn_at__isnull', True)), fields=('subject', 'round'), name='supervision_resultcorrection_one_open'),
        ),
        migrations.AddConstraint(
            model_name='valuecorrection',
            constraint=models.UniqueConstraint(condition=models.Q(('second_by__isnull', True), ('withdrawn_at__isnull', True)), fields=('subject', 'round'), name='supervision_valuecorrection_one_open'),
        ),
    ]
