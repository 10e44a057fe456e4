"""Data of persons in accounts, and in the tables of the libraries behind them."""

from tianfu.registry.persons import ACCOUNT, CASE, NOBODY, declare

declare(
    __name__,
    {
        # Whoever handles a case reads who acted in it; a manager whom he works with.
        "accounts.User.name": ACCOUNT | CASE | {"spotcheck"},
        # The claim of an enterprise is decided by its prefecture, which may have to ask.
        # Who keeps the directory of inspectors finds an inspector's account by it.
        "accounts.User.email": ACCOUNT | {"members", "prefecture", "spotcheck"},
        "accounts.User.phone": ACCOUNT,
        "accounts.User.password": NOBODY,
        "account.EmailAddress.email": ACCOUNT,
        "account.EmailConfirmation.key": NOBODY,
        "mfa.Authenticator.data": NOBODY,
        "sessions.Session.session_data": NOBODY,
        "sessions.Session.session_key": NOBODY,
        "usersessions.UserSession.ip": frozenset({"self"}),
        "usersessions.UserSession.user_agent": frozenset({"self"}),
        "usersessions.UserSession.session_key": NOBODY,
        "axes.AccessAttempt.ip_address": NOBODY,
        "axes.AccessAttempt.user_agent": NOBODY,
        "axes.AccessAttempt.username": NOBODY,
        "axes.AccessAttempt.get_data": NOBODY,
        "axes.AccessAttempt.post_data": NOBODY,
        "axes.AccessFailureLog.ip_address": NOBODY,
        "axes.AccessFailureLog.user_agent": NOBODY,
        "axes.AccessFailureLog.username": NOBODY,
        "axes.AccessLog.ip_address": NOBODY,
        "axes.AccessLog.user_agent": NOBODY,
        "axes.AccessLog.username": NOBODY,
        "axes.AccessLog.session_hash": NOBODY,
    },
    not_personal={
        "accounts.Organisation.name": "an organisation",
        "accounts.Region.name": "a region",
    },
)
