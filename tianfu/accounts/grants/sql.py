"""Bodies of the triggers that hold the shell to two administrators. A leaf: models may import it."""

from tianfu.accounts.roles import Role

FOUNDERS = 2
"""How many administrators a command on the server may make: two, so that they can make all others."""

_ABLE = f"""
    SELECT g.user_id FROM accounts_rolegrant g JOIN accounts_user u ON u.id = g.user_id
    WHERE g.role = '{Role.SYSTEM_ADMIN}' AND g.ended_at IS NULL AND u.is_active
"""  # noqa: S608 - only our own constants are spliced in


def signatories_sql() -> str:
    """Body of the trigger that refuses a grant without two administrators who may sign for one another.

    A founder's grant is made only while fewer than two administrators are left; two commands at once queue.
    """
    return f"""
        IF NEW.origin = 'before' THEN
            RAISE EXCEPTION 'a role is granted by two administrators' USING ERRCODE = 'check_violation';
        ELSIF NEW.origin = 'founding' THEN
            PERFORM pg_advisory_xact_lock(hashtext('accounts.founding'));
            IF (SELECT count(DISTINCT able.user_id) FROM ({_ABLE}) able WHERE able.user_id <> NEW.user_id)
               >= {FOUNDERS} THEN
                RAISE EXCEPTION 'there are administrators already' USING ERRCODE = 'check_violation';
            END IF;
        ELSIF (SELECT count(DISTINCT able.user_id) FROM ({_ABLE}) able
               WHERE able.user_id IN (NEW.granted_by_id, NEW.confirmed_by_id)) < 2 THEN
            RAISE EXCEPTION 'both signatories must be administrators' USING ERRCODE = 'check_violation';
        ELSIF EXISTS (SELECT 1 FROM accounts_user u
                      WHERE u.id = NEW.confirmed_by_id AND u.created_by_id = NEW.granted_by_id)
           OR EXISTS (SELECT 1 FROM accounts_rolegrant g
                      WHERE g.user_id = NEW.confirmed_by_id AND g.ended_at IS NULL
                        AND NEW.granted_by_id IN (g.granted_by_id, g.confirmed_by_id)) THEN
            RAISE EXCEPTION 'the second administrator comes from the first' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """  # noqa: S608
