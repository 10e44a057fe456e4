"""What the code relies on, held by the database; an authorization says what its route rests on."""

import pgtrigger.compiler
import pgtrigger.migrations
import tianfu.ledger.protection
from django.conf import settings
from django.db import migrations, models


# Programmes loaded before their files named it had two routes: one rests on a certificate, the other on a declaration.
BASIS = """
update certification_authorization as mark set basis = coalesce(
    version.payload #>> array['routes', mark.route, 'basis'],
    case mark.route when 'quality_certification' then 'certificate' else 'declaration' end)
from applications_application as filed join applications_programmeversion as version
    on version.id = filed.programme_version_id
where filed.id = mark.application_id"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0010_regions_have_three_levels'),
        ('applications', '0017_records_stand_in_the_database'),
        ('certification', '0014_routes_come_from_programmes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Deferred checks of the rows written here would stand in the way of altering the tables.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        pgtrigger.migrations.RemoveTrigger(
            model_name='authorizationendorsement',
            name='endorsement_stays',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='authorizationendorsement',
            name='endorsement_basis_stays',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='certificateendorsement',
            name='endorsement_stays',
        ),
        migrations.AddField(
            model_name='authorization',
            name='basis',
            preserve_default=False,
            field=models.CharField(default='', editable=False, max_length=12, verbose_name='依据'),
        ),
        migrations.RunSQL(BASIS, migrations.RunSQL.noop),
        pgtrigger.migrations.AddTrigger(
            model_name='authorization',
            trigger=pgtrigger.compiler.Trigger(name='authorization_kept', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='5a5efb50c50bfcd6462a0c53210a45b41702762b', operation='DELETE', pgid='pgtrigger_authorization_kept_11498', table='certification_authorization', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='authorization',
            trigger=pgtrigger.compiler.Trigger(name='authorization_truncate', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='8eb4987d5f49add66b999ee4f4d4fa4846fda4aa', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_authorization_truncate_1591d', table='certification_authorization', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='authorization',
            trigger=pgtrigger.compiler.Trigger(name='authorization_stands', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="\n        IF FALSE OR ROW(OLD.application_id, OLD.programme_id, OLD.route, OLD.basis, OLD.decided_on) IS DISTINCT FROM ROW(NEW.application_id, NEW.programme_id, NEW.route, NEW.basis, NEW.decided_on) THEN\n            RAISE EXCEPTION '表 % 的记录已经作出，不能改写', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='259fb050fbcd7b6f80776d41baf42392c3ba05ae', operation='UPDATE', pgid='pgtrigger_authorization_stands_922bb', table='certification_authorization', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='authorizationendorsement',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_kept', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='aa7e055a54e53321350f0f0160aa15b08d416796', operation='DELETE', pgid='pgtrigger_endorsement_kept_95485', table='certification_authorizationendorsement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='authorizationendorsement',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_truncate', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='ded435c3e2353b5b165595482b3c73838ae1f40a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_endorsement_truncate_de2b4', table='certification_authorizationendorsement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='authorizationendorsement',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_stands', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="\n        IF OLD.second_by_id IS NOT NULL OR OLD.withdrawn_by_id IS NOT NULL OR to_jsonb(OLD) - ARRAY['second_by_id', 'second_at', 'second_note', 'withdrawn_by_id', 'withdrawn_at', 'withdrawn_note']::text[] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['second_by_id', 'second_at', 'second_note', 'withdrawn_by_id', 'withdrawn_at', 'withdrawn_note']::text[] THEN\n            RAISE EXCEPTION '表 % 的记录已经作出，不能改写', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='81f9e43a4a92e93f7eeeb87c84fff1eb922373c1', operation='UPDATE', pgid='pgtrigger_endorsement_stands_6e5bd', table='certification_authorizationendorsement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificateendorsement',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_kept', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='70d4cebf4b776bcd9e6dd532856df8e38cda694b', operation='DELETE', pgid='pgtrigger_endorsement_kept_867d4', table='certification_certificateendorsement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificateendorsement',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_truncate', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='0c47203abd1901b233339c8ccd120e5c0de7d75f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_endorsement_truncate_3f747', table='certification_certificateendorsement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='certificateendorsement',
            trigger=pgtrigger.compiler.Trigger(name='endorsement_stands', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="\n        IF OLD.second_by_id IS NOT NULL OR OLD.withdrawn_by_id IS NOT NULL OR to_jsonb(OLD) - ARRAY['second_by_id', 'second_at', 'second_note', 'withdrawn_by_id', 'withdrawn_at', 'withdrawn_note']::text[] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['second_by_id', 'second_at', 'second_note', 'withdrawn_by_id', 'withdrawn_at', 'withdrawn_note']::text[] THEN\n            RAISE EXCEPTION '表 % 的记录已经作出，不能改写', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='a76638522f11f5211ef59f4ad85cdacc4c9f686b', operation='UPDATE', pgid='pgtrigger_endorsement_stands_2a613', table='certification_certificateendorsement', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='suspension',
            trigger=pgtrigger.compiler.Trigger(name='suspension_kept', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='ba8253f7240012769cb47c18ce88082cb7dc88b2', operation='DELETE', pgid='pgtrigger_suspension_kept_e7a41', table='certification_suspension', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='suspension',
            trigger=pgtrigger.compiler.Trigger(name='suspension_truncate', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="RAISE EXCEPTION '表 % 的记录不能删除，不能执行 %', TG_TABLE_NAME, TG_OP;", hash='2cda6f22df438f1ed31545920facaf79c8ea5520', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_suspension_truncate_5f379', table='certification_suspension', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='suspension',
            trigger=pgtrigger.compiler.Trigger(name='suspension_stands', sql=tianfu.ledger.protection.AlwaysUpsertSql(func="\n        IF OLD.lifted_at IS NOT NULL OR to_jsonb(OLD) - ARRAY['limit_on', 'lifted_at', 'lifted_note']::text[] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['limit_on', 'lifted_at', 'lifted_note']::text[] THEN\n            RAISE EXCEPTION '表 % 的记录已经作出，不能改写', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='3fa3da3928044975dc2863ee79aedd31f2ac9e0d', operation='UPDATE', pgid='pgtrigger_suspension_stands_190bf', table='certification_suspension', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='authorization',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('basis', 'certificate'), ('certificate__isnull', False)), models.Q(('basis__in', ['declaration', 'review']), ('certificate', None)), _connector='OR'), name='authorization_certificate_exactly_for_its_route'),
        ),
        migrations.AddConstraint(
            model_name='authorizationendorsement',
            constraint=models.UniqueConstraint(condition=models.Q(('second_by__isnull', True), ('withdrawn_at__isnull', True)), fields=('subject', 'round'), name='certification_authorizationendorsement_one_open'),
        ),
        migrations.AddConstraint(
            model_name='certificateclaim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('confirmed_by', None), ('confirmed_revision', None)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), ('confirmed_revision__isnull', False), ('refused_reason', '')), _connector='OR'), name='certificate_claim_confirmed_whole'),
        ),
        migrations.AddConstraint(
            model_name='certificateendorsement',
            constraint=models.UniqueConstraint(condition=models.Q(('second_by__isnull', True), ('withdrawn_at__isnull', True)), fields=('subject', 'round'), name='certification_certificateendorsement_one_open'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(('lifted_at', None), ('lifted_at__gte', models.F('since')), _connector='OR'), name='suspension_lifted_after_it_began'),
        ),
    ]
