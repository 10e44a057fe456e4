"""Data of persons in supervision. Inspectors are public by the number of their certificate alone (trust.md E 58)."""

from tianfu.registry.persons import CASE, CHECK, DESKS, STAFF, TRAIL, declare

declare(
    __name__,
    {
        "supervision.Inspector.name": DESKS | {"spotcheck"},
        "supervision.Inspector.user": DESKS | {"spotcheck"},
        "supervision.DrawPlan.planner": STAFF,
        "supervision.DrawPlan.approver": STAFF,
        "supervision.TaskMember.inspector": DESKS,
        # On the paper that both sides hold.
        "supervision.RecordAssent.inspector": CASE,
        # Whoever received, signed or witnessed a visit, or sealed a sample, stands on the paper that both sides hold.
        "supervision.FieldRecord.met": CHECK,
        "supervision.FieldRecord.signatory": CHECK,
        "supervision.FieldRecord.witnesses": CHECK,
        "supervision.Recheck.signatory": CHECK,
        "supervision.Sample.sealer": CHECK,
    },
    doers={
        # Who reports a finding is protected from the holder and from the desk that acts on it.
        "supervision.Lead.filed_by": frozenset({"self", "province"}) | TRAIL,
    },
    not_personal={
        "supervision.BlacklistEntry.name": "a firm",
        "supervision.DirectoryImport.file_name": "a file",
        "supervision.InspectionItem.name": "an item of inspection",
        "supervision.InspectionObject.name": "a firm or a product",
        "supervision.InspectionObject.holder_name": "a firm",
    },
)
