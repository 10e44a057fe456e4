"""What the code relies on, held by the database; what proves something is neither deleted nor rewritten."""

import pgtrigger.compiler
import pgtrigger.migrations
import tianfu.ledger.protection
from django.conf import settings
from django.db import migrations, models


# 补正环节 stands only while a case is corrected; which stage asked is kept with each correction.
ONLY_WHILE_CORRECTED = """
update applications_application set correction_stage = ''
where state <> 'correction_required' and correction_stage <> ''"""
# Two proposals that say different things stood beside each other: the newest stands, the others stay on record.
ONE_OPEN = """
update applications_applicationendorsement as old set withdrawn_by_id = newest.first_by_id,
    withdrawn_at = newest.first_at, withdrawn_note = '另有新的意见提出'
from (select distinct on (subject_id, round) * from applications_applicationendorsement
    where second_by_id is null and withdrawn_at is null order by subject_id, round, first_at desc, id desc) as newest
where old.subject_id = newest.subject_id and old.round = newest.round and old.id <> newest.id
    and old.second_by_id is null and old.withdrawn_at is null"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0010_regions_have_three_levels'),
        ('applications', '0016_departments_are_consulted'),
        ('files', '0003_discarded_content_lies_on_for_its_days'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Deferred checks of the rows written here would stand in the way of altering the tables.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(ONLY_WHILE_CORRECTED, migrations.RunSQL.noop),
        migrations.RunSQL(ONE_OPEN, migrations.RunSQL.noop),
        pgtrigger.migrations.RemoveTrigger(
            model_name='applicationendorsement',
            name='endorsement_stays',
        ),
        migrations.RemoveConstraint(
            model_name='enterpriseclaim',
            name='claim_decided_by_somebody',
        ),
        migrations.RemoveConstraint(
            model_name='objection',
            name='objection_closed_with_outcome',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='applicationendorsement',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_kept', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='0f058bbbb47f8a7fd801d3888930eccb63fb3f42', operation='DELETE', pgid='pgtrigger_endorsement_kept_d004a', table='applications_applicationendorsement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='applicationendorsement',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_truncate', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='9a0266cfb2747b58242ca9ae6cb46229140c5057', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_endorsement_truncate_69b51', table='applications_applicationendorsement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='applicationendorsement',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_stands', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="\n        IF OLD.second_by_id IS NOT NULL OR OLD.withdrawn_by_id IS NOT NULL OR to_jsonb(OLD) - ARRAY['second_by_id', 'second_at', 'second_note', 'withdrawn_by_id', 'withdrawn_at', 'withdrawn_note']::text[] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['second_by_id', 'second_at', 'second_note', 'withdrawn_by_id', 'withdrawn_at', 'withdrawn_note']::text[] THEN\n            RAISE EXCEPTION '表 % 的记录已经作出，不能改写', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='1066c159be527d3b6a9f3c1a8b46e1b70627136e', operation='UPDATE', pgid='pgtrigger_endorsement_stands_bfa4a', table='applications_applicationendorsement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='correction',
            trigger=pgtrigger.compiler.Trigger(name='correction_kept', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='96b66f3f1378815b40626ba1a1d6d361fa856c3b', operation='DELETE', pgid='pgtrigger_correction_kept_58a69', table='applications_correction', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='correction',
            trigger=pgtrigger.compiler.Trigger(name='correction_truncate', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='abcf99604a7362c6deee3eebac21a16cf08daa0d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_correction_truncate_08184', table='applications_correction', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='correction',
            trigger=pgtrigger.compiler.Trigger(name='correction_stands', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="\n        IF OLD.closed_at IS NOT NULL OR to_jsonb(OLD) - ARRAY['closed_at', 'counted_from']::text[] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['closed_at', 'counted_from']::text[] THEN\n            RAISE EXCEPTION '表 % 的记录已经作出，不能改写', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='3ec48416aac591d82360909c2fc6e43fdf24f42f', operation='UPDATE', pgid='pgtrigger_correction_stands_e312b', table='applications_correction', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicatorscheme',
            trigger=pgtrigger.compiler.Trigger(name='indicator_scheme_rows', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 只能追加，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='da7148a0624cc80a6e5af9a4708107f7b5812cbb', operation='UPDATE OR DELETE', pgid='pgtrigger_indicator_scheme_rows_2e768', table='applications_indicatorscheme', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicatorscheme',
            trigger=pgtrigger.compiler.Trigger(name='indicator_scheme_truncate', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 只能追加，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='155d8dc814710955dc99cbbd5859b5a175d4ae2c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_indicator_scheme_truncate_6c974', table='applications_indicatorscheme', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='objection',
            trigger=pgtrigger.compiler.Trigger(name='objection_kept', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='7a090e2dc7ce2e0271aaaa2f36fdf3d0ef488553', operation='DELETE', pgid='pgtrigger_objection_kept_4e0b5', table='applications_objection', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='objection',
            trigger=pgtrigger.compiler.Trigger(name='objection_truncate', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='7371f26ca3932905264694671a457195af6b9d2a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_objection_truncate_baf7b', table='applications_objection', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='objection',
            trigger=pgtrigger.compiler.Trigger(name='objection_stands', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="\n        IF OLD.closed_at IS NOT NULL OR ROW(OLD.notice_id, OLD.source, OLD.objector, OLD.contact, OLD.text, OLD.recorded_by_id, OLD.recorded_at) IS DISTINCT FROM ROW(NEW.notice_id, NEW.source, NEW.objector, NEW.contact, NEW.text, NEW.recorded_by_id, NEW.recorded_at) THEN\n            RAISE EXCEPTION '表 % 的记录已经作出，不能改写', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='6ac915ee21315f0988444492223c1742d99296d2', operation='UPDATE', pgid='pgtrigger_objection_stands_91706', table='applications_objection', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='objection',
            trigger=pgtrigger.compiler.Trigger(name='objection_summary_stands', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="\nIF OLD.summary_checked_at IS NOT NULL AND\n    ROW(NEW.summary, NEW.summary_by_id, NEW.summary_at, NEW.summary_checked_by_id, NEW.summary_checked_at)\n    IS DISTINCT FROM\n    ROW(OLD.summary, OLD.summary_by_id, OLD.summary_at, OLD.summary_checked_by_id, OLD.summary_checked_at) THEN\n  RAISE EXCEPTION '已告知企业的摘要不能改写' USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN NEW;\n", hash='11e7fb6e33296d7ca282c37c0204c174561115e9', operation='UPDATE', pgid='pgtrigger_objection_summary_stands_c2f1c', table='applications_objection', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publicnotice',
            trigger=pgtrigger.compiler.Trigger(name='notice_kept', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='42ee3a2f3c3c4925fe36f4c39adb0ec9ced6dc98', operation='DELETE', pgid='pgtrigger_notice_kept_6f170', table='applications_publicnotice', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publicnotice',
            trigger=pgtrigger.compiler.Trigger(name='notice_truncate', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='029ac42adb23034bec06d5584de2c1086968c75d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_notice_truncate_22b9c', table='applications_publicnotice', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='publicnotice',
            trigger=pgtrigger.compiler.Trigger(name='notice_stands', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="\n        IF FALSE OR ROW(OLD.application_id, OLD.number) IS DISTINCT FROM ROW(NEW.application_id, NEW.number) THEN\n            RAISE EXCEPTION '表 % 的记录已经作出，不能改写', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='277fd344e018ab004f2e15f67626b0461d7ab535', operation='UPDATE', pgid='pgtrigger_notice_stands_14520', table='applications_publicnotice', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', False), ('state__in', ('authorized', 'not_accepted', 'rejected', 'retracted', 'lapsed', 'terminated', 'discarded'))), models.Q(models.Q(('state__in', ('authorized', 'not_accepted', 'rejected', 'retracted', 'lapsed', 'terminated', 'discarded')), _negated=True), ('decided_at__isnull', True)), _connector='OR'), name='application_decided_exactly_when_final'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('correction_stage__in', ('completeness_check', 'prefecture_review', 'certificate_check', 'eligibility_check', 'document_review', 'perception_check', 'expert_review', 'verification', 'composite_report', 'consultation', 'committee', 'public_notice', 'approval', 'agreement')), ('state', 'correction_required')), models.Q(models.Q(('state', 'correction_required'), _negated=True), ('correction_stage', '')), _connector='OR'), name='application_correction_stage_exactly_while_corrected'),
        ),
        migrations.AddConstraint(
            model_name='applicationendorsement',
            constraint=models.UniqueConstraint(condition=models.Q(('second_by__isnull', True), ('withdrawn_at__isnull', True)), fields=('subject', 'round'), name='applications_applicationendorsement_one_open'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at', None), ('closed_at__gte', models.F('opened_at')), _connector='OR'), name='correction_times_in_order'),
        ),
        migrations.AddConstraint(
            model_name='enterpriseclaim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('status', 'pending')), models.Q(models.Q(('status', 'pending'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='claim_decided_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='objection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_by', None), ('finding', ''), ('outcome', '')), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), models.Q(('outcome', ''), _negated=True), models.Q(('finding', ''), _negated=True)), _connector='OR'), name='objection_closed_whole'),
        ),
        migrations.AddConstraint(
            model_name='publicnotice',
            constraint=models.CheckConstraint(condition=models.Q(('days__gte', 1)), name='notice_of_at_least_a_day'),
        ),
        migrations.AddConstraint(
            model_name='publicnotice',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at', None), ('closed_at__gte', models.F('published_at')), _connector='OR'), name='notice_times_in_order'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('party__in', ['enterprise', 'operator'])), name='signature_of_a_known_party'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('method__in', ['password', 'totp', 'passkey', 'recovery'])), name='signature_by_a_known_method'),
        ),
    ]
